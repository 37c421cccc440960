package dev.assay.checkers.isolation;

import dev.assay.checkers.Budget;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which cycle anomalies a graph has, in every strongly connected component: see {@link
 * ComponentSearch}. All are counted, and of each kind some are kept.
 */
final class CycleSearch {
  private final DependencyGraph graph;
  private final Budget budget;
  private final Map<AnomalyType, Integer> counts = new EnumMap<>(AnomalyType.class);
  private final Map<AnomalyType, List<Cycle>> cycles = new EnumMap<>(AnomalyType.class);
  private boolean isComplete = true;

  CycleSearch(DependencyGraph graph, Budget budget) {
    this.graph = graph;
    this.budget = budget;
  }

  /** Looks at every component of the graph. */
  void run(Components components) {
    int[] placeOf = new int[graph.nodes()];
    for (int[] part : components.nontrivial()) {
      ComponentSearch search =
          new ComponentSearch(
              graph.induced(part, placeOf),
              budget,
              (type, count, found) -> add(type, count, found, part));
      search.run();
      isComplete &= search.isComplete();
    }
  }

  private void add(AnomalyType type, int count, List<Cycle> found, int[] names) {
    counts.merge(type, count, Integer::sum);
    List<Cycle> known = cycles.computeIfAbsent(type, t -> new ArrayList<>());
    found.forEach(cycle -> known.add(cycle.renamed(node -> names[node])));
    if (known.size() > 4 * Findings.KEPT_MAX) {
      List<Cycle> best = CycleExamples.best(known);
      known.clear();
      known.addAll(best);
    }
  }

  /** Of each kind how many edges lie on such cycles. */
  Map<AnomalyType, Integer> counts() {
    return counts;
  }

  /** Some cycles of a kind, the shortest first; at most {@link Findings#KEPT_MAX}. */
  List<Cycle> cycles(AnomalyType type) {
    return CycleExamples.best(cycles.getOrDefault(type, List.of()));
  }

  /** Whether the budget sufficed: otherwise there may be more. */
  boolean isComplete() {
    return isComplete;
  }
}
