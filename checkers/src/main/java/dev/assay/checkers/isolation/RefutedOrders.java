package dev.assay.checkers.isolation;

import dev.assay.checkers.Explanation;
import dev.assay.checkers.certificates.SupposedEdge;
import java.util.List;

/**
 * Why no order of the writes gives a legal execution: whatever the order, one of the cycles is
 * there.
 *
 * @param type what there is no order for
 * @param cases one cycle each, under suppositions; together they leave no way out. None when all
 *     orders were tried
 */
public record RefutedOrders(AnomalyType type, List<List<SupposedEdge>> cases)
    implements Explanation {
  @Override
  public List<Integer> operations() {
    return cases.stream()
        .flatMap(List::stream)
        .map(step -> step.edge().from())
        .distinct()
        .sorted()
        .toList();
  }
}
