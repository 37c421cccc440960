package dev.assay.checkers.isolation;

/**
 * Which anti-dependencies lie on a closed walk on which no two of them follow each other.
 *
 * <p>Every node is doubled: its second copy is entered by anti-dependencies alone and left by
 * dependencies alone. A strongly connected component of the doubled graph with an anti-dependency
 * is a violation of snapshot isolation (Cerone and Gotsman, Analysing Snapshot Isolation, 2016,
 * theorem 10, without composing edges, which would be quadratic). O(nodes + edges).
 */
public final class SnapshotGraph {
  private final int nodes;
  private final Components components;

  SnapshotGraph(DependencyGraph graph, int dependencies) {
    nodes = graph.nodes();
    DependencyGraph doubled = graph.doubled(dependencies);
    components = Components.of(doubled, Edge.ALL);
  }

  /**
   * The order of moments under snapshot isolation, for a graph without such walks: a transaction
   * begins at its node and commits at its copy, {@code graph.nodes()} further on. What depends on
   * it begins later; what it missed commits after it began.
   */
  public static DependencyGraph ofMoments(DependencyGraph graph, CycleForm form) {
    int nodes = graph.nodes();
    DependencyGraph.Builder moments = DependencyGraph.builder(2 * nodes);
    for (int node = 0; node < nodes; node++) {
      if (!graph.isVirtual(node)) {
        moments.add(node, nodes + node, Edge.FORWARD);
      }
      for (int edge = graph.start(node); edge < graph.end(node); edge++) {
        int target = graph.target(edge);
        int kind = graph.kind(edge);
        if (kind == Edge.FORWARD) {
          moments.add(node, target, kind);
          moments.add(nodes + node, nodes + target, kind);
        } else if (Edge.has(Edge.ANTI_DEPENDENCIES, kind)) {
          moments.add(node, nodes + target, kind);
        } else if (Edge.has(form.dependencies(), kind)) {
          moments.add(nodes + node, target, kind);
        }
      }
    }
    return moments.build();
  }

  /** Whether the anti-dependency is on such a walk. */
  boolean isOnWalk(int from, int to) {
    return components.of(from) == components.of(nodes + to);
  }
}
