package dev.assay.checkers.isolation;

import dev.assay.checkers.Explanation;
import dev.assay.checkers.certificates.CycleEdge;
import java.util.List;

/**
 * Transactions that each have to come before the next, and the last before the first.
 *
 * @param type which anomaly
 * @param edges why, in the order of the cycle
 */
public record CycleExplanation(AnomalyType type, List<CycleEdge> edges) implements Explanation {
  @Override
  public List<Integer> operations() {
    return edges.stream().map(CycleEdge::from).sorted().toList();
  }
}
