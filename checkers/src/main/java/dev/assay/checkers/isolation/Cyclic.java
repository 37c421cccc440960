package dev.assay.checkers.isolation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What of a graph lies on cycles: every edge leads from one node to another of the same strongly
 * connected component. Knows the number that each node and each edge has in the first graph.
 */
final class Cyclic {
  final DependencyGraph graph;

  /** By node and by edge: its number in the first graph; null where it is the same. */
  private final int @Nullable [] nodes;

  private final int @Nullable [] edges;

  /**
   * Cycles of some edges, but through none that was counted for them already, or for graver ones.
   *
   * @param kinds a mask of the kinds of {@link Edge} that the cycles may have
   * @param counted which of these kinds are counted
   * @param level of the cycles, as {@link GravestKinds} has it
   * @param ofPredicates whether the level is one of predicates
   */
  record Sought(int kinds, int counted, int level, boolean ofPredicates) {
    private boolean has(int kind, int edge, GravestKinds gravest) {
      return Edge.has(kinds, kind)
          && (!Edge.has(counted, kind) || gravest.level(edge, ofPredicates) > level);
    }
  }

  private Cyclic(DependencyGraph graph, int @Nullable [] nodes, int @Nullable [] edges) {
    this.graph = graph;
    this.nodes = nodes;
    this.edges = edges;
  }

  /** All of the first graph, which is strongly connected. */
  static Cyclic all(DependencyGraph component) {
    return new Cyclic(component, null, null);
  }

  boolean isEmpty() {
    return graph.nodes() == 0;
  }

  /** The number of a node in the first graph. */
  int node(int node) {
    return nodes == null ? node : nodes[node];
  }

  /** The number of an edge in the first graph. */
  int edge(int edge) {
    return edges == null ? edge : edges[edge];
  }

  /** What of this lies on cycles that are sought. O(nodes + edges). */
  Cyclic part(Sought sought, GravestKinds gravest) {
    DependencyGraph kept =
        graph.only((node, edge) -> sought.has(graph.kind(edge), edge(edge), gravest));
    if (kept.edges() == graph.edges()) {
      return this;
    }
    Components components = Components.of(kept, Edge.ALL);
    int[] sizes = components.sizes();
    int[] placeOf = new int[graph.nodes()];
    int[] part = new int[graph.nodes()];
    int size = 0;
    for (int node = 0; node < part.length; node++) {
      if (sizes[components.of(node)] > 1) {
        placeOf[node] = size;
        part[size++] = node;
      }
    }
    int[] partNodes = Arrays.copyOf(part, size);
    int[] partEdges =
        components.count() == part.length
            ? new int[0]
            : graph.edges(
                (node, edge) ->
                    components.of(node) == components.of(graph.target(edge))
                        && sought.has(graph.kind(edge), edge(edge), gravest));
    DependencyGraph inside = graph.part(partNodes, partEdges, placeOf);
    Arrays.setAll(partNodes, i -> node(partNodes[i]));
    Arrays.setAll(partEdges, i -> edge(partEdges[i]));
    return new Cyclic(inside, partNodes, partEdges);
  }
}
