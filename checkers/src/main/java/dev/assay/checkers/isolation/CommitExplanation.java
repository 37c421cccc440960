package dev.assay.checkers.isolation;

import dev.assay.checkers.Explanation;
import dev.assay.checkers.certificates.CommitEdge;
import dev.assay.checkers.certificates.CycleEdge;
import java.util.List;
import java.util.stream.Stream;

/**
 * Why no order of commits lets every transaction read the last that it knows of.
 *
 * @param type which anomaly
 * @param edges of a cycle of commits; or one edge to what was there before all transactions
 */
public record CommitExplanation(AnomalyType type, List<CommitEdge> edges) implements Explanation {
  @Override
  public List<Integer> operations() {
    return edges.stream()
        .flatMap(each -> Stream.concat(Stream.of(each.edge()), each.because().stream()))
        .flatMap((CycleEdge edge) -> Stream.of(edge.from(), edge.to()))
        .filter(operation -> operation >= 0)
        .distinct()
        .sorted()
        .toList();
  }
}
