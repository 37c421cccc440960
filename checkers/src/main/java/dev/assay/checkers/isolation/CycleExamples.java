package dev.assay.checkers.isolation;

import dev.assay.checkers.Budget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cycles that show that there are some of a kind: shortest ones through a bounded number of edges,
 * sought in a number of steps that is bounded by the size of the graph.
 */
final class CycleExamples {
  /** From how many edges a shortest cycle is sought. */
  private static final int STARTS_MAX = 64;

  /** How many steps may go into cycles of a kind, beyond four times the edges. */
  private static final int STEPS_MIN = 1_000_000;

  private static final Comparator<Cycle> SHORTEST =
      Comparator.comparingInt(Cycle::antiDependencies).thenComparingInt(Cycle::size);

  private final DependencyGraph graph;
  private final Budget budget;
  private final ShortestPath paths;

  CycleExamples(DependencyGraph graph, Budget budget) {
    this.graph = graph;
    this.budget = budget;
    paths = new ShortestPath(graph);
  }

  /**
   * Cycles of a kind through some of the edges.
   *
   * @param edges ascending
   * @param kinds a mask of the kinds of {@link Edge} that the rest of a cycle may have
   * @param apart whether its anti-dependencies must not follow each other
   */
  List<Cycle> of(AnomalyType type, int[] edges, int kinds, boolean apart) {
    return best(some(type, edges, kinds, apart, 4L * graph.edges() + STEPS_MIN));
  }

  /** Whether there is one, as far as it is sought. */
  boolean has(AnomalyType type, int[] edges, int kinds, boolean apart) {
    return !some(type, edges, kinds, apart, 0).isEmpty();
  }

  /** Some, and only one if it takes this many steps. */
  private List<Cycle> some(AnomalyType type, int[] edges, int kinds, boolean apart, long stepsMax) {
    int tries = Math.min(edges.length, STARTS_MAX);
    int[] starts = new int[tries];
    Arrays.setAll(starts, i -> edges[(int) ((long) i * edges.length / tries)]);
    int[] sources = graph.sources(starts);
    long begin = paths.steps();
    List<Cycle> cycles = new ArrayList<>();
    for (int i = 0; i < tries; i++) {
      boolean isEnough = paths.steps() - begin >= stepsMax || budget.isSpent();
      if (isEnough && !cycles.isEmpty()) {
        break;
      }
      Cycle cycle = through(sources[i], starts[i], kinds, apart);
      if (cycle != null && cycle.type() == type) {
        cycles.add(cycle.normalized());
      }
    }
    return cycles;
  }

  private @Nullable Cycle through(int node, int edge, int kinds, boolean apart) {
    int[] path = paths.find(graph.target(edge), node, kinds, apart);
    if (path == null) {
      return null;
    }
    int[] edges = new int[path.length + 1];
    edges[0] = edge;
    System.arraycopy(path, 0, edges, 1, path.length);
    return CycleWalk.simple(graph, node, edges, apart);
  }

  /**
   * The shortest, all different, and at most {@link Findings#KEPT_MAX}; those that share a
   * transaction with a shorter one only where there are not enough others.
   */
  static List<Cycle> best(List<Cycle> cycles) {
    List<Cycle> sorted = cycles.stream().distinct().sorted(SHORTEST).toList();
    List<Cycle> best = new ArrayList<>();
    List<Cycle> others = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (Cycle cycle : sorted) {
      if (cycle.transactions().stream().noneMatch(seen::contains)) {
        best.add(cycle);
        seen.addAll(cycle.transactions());
      } else {
        others.add(cycle);
      }
    }
    best.addAll(others);
    return best.stream().limit(Findings.KEPT_MAX).sorted(SHORTEST).toList();
  }
}
