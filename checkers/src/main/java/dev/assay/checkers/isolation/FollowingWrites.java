package dev.assay.checkers.isolation;

import org.jspecify.annotations.Nullable;

/**
 * What writes follow reads asks of the order of writers, in a graph with two copies of every
 * transaction: what a process writes comes after all that it has read from by then. A read leads to
 * the second copy, from which the order of its process leads on to what that writes.
 */
public final class FollowingWrites {
  private FollowingWrites() {}

  /**
   * The copies of a node are the node itself and, so many later as there are nodes, another.
   *
   * @param writes which transactions write
   */
  public static DependencyGraph of(DependencyGraph graph, boolean[] writes) {
    int nodes = graph.nodes();
    DependencyGraph.Builder twice = DependencyGraph.builder(2 * nodes);
    for (int node = 0; node < nodes; node++) {
      if (node < writes.length && writes[node]) {
        twice.add(nodes + node, node, Edge.FORWARD);
      }
      for (int edge = graph.start(node); edge < graph.end(node); edge++) {
        int target = graph.target(edge);
        switch (graph.kind(edge)) {
          case Edge.WW -> twice.add(node, target, Edge.WW);
          case Edge.WR -> twice.add(node, nodes + target, Edge.WR);
          case Edge.PROCESS -> twice.add(nodes + node, nodes + target, Edge.PROCESS);
          case Edge.FORWARD -> twice.add(node, target, Edge.FORWARD);
          default -> {}
        }
      }
    }
    return twice.build();
  }

  /** A cycle that writes follow reads forbids, if there is one. */
  public static @Nullable Cycle cycle(DependencyGraph graph, boolean[] writes) {
    int nodes = graph.nodes();
    return CycleWalk.any(
        of(graph, writes),
        node -> node % nodes < graph.transactions() ? node % nodes : -1,
        FollowingWrites::isForbidden);
  }

  /** Whether every stretch of the order of a process comes right after a read. */
  private static boolean isForbidden(Cycle cycle) {
    int size = cycle.size();
    for (int i = 0; i < size; i++) {
      int before = cycle.kinds().get((i + size - 1) % size);
      if (cycle.kinds().get(i) == Edge.PROCESS && before == Edge.WW) {
        return false;
      }
    }
    return size > 1 && cycle.kinds().stream().anyMatch(kind -> kind != Edge.PROCESS);
  }
}
