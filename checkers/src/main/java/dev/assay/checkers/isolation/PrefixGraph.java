package dev.assay.checkers.isolation;

/**
 * What prefix consistency asks of the order of commits, in a graph with two copies of every
 * transaction: who reads from a transaction knows all that committed before it, so what it missed
 * comes after that one. An anti-dependency counts where a read leads to it, which is at the second
 * copy (Biswas and Enea, OOPSLA 2019, figure 3, the axiom Prefix, with the order of versions part
 * of the order of commits).
 */
public final class PrefixGraph {
  private PrefixGraph() {}

  /** The copies of a node are the node itself and, so many later as there are nodes, another. */
  public static DependencyGraph of(DependencyGraph graph) {
    return builder(graph).build();
  }

  /** The same, where every transaction comes after all that it reads from: for an order. */
  static DependencyGraph ofOrder(DependencyGraph graph) {
    DependencyGraph.Builder twice = builder(graph);
    for (int node = 0; node < graph.nodes(); node++) {
      twice.add(graph.nodes() + node, node, Edge.FORWARD);
    }
    return twice.build();
  }

  private static DependencyGraph.Builder builder(DependencyGraph graph) {
    int nodes = graph.nodes();
    DependencyGraph.Builder twice = DependencyGraph.builder(2 * nodes);
    for (int node = 0; node < nodes; node++) {
      for (int edge = graph.start(node); edge < graph.end(node); edge++) {
        int target = graph.target(edge);
        switch (graph.kind(edge)) {
          case Edge.WW -> {
            twice.add(node, target, Edge.WW);
            twice.add(nodes + node, target, Edge.WW);
          }
          case Edge.WR -> {
            twice.add(node, nodes + target, Edge.WR);
            twice.add(nodes + node, nodes + target, Edge.WR);
          }
          case Edge.RW -> twice.add(nodes + node, target, Edge.RW);
          case Edge.FORWARD -> {
            if (graph.isVirtual(node)) {
              twice.add(node, target, Edge.FORWARD);
            }
          }
          default -> {}
        }
      }
    }
    return twice;
  }
}
