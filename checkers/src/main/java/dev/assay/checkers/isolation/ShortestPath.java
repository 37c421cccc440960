package dev.assay.checkers.isolation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Shortest paths between nodes of one graph, counted in transactions: virtual nodes cost nothing.
 *
 * <p>The search runs on pairs of a node and a state, never on paths. The state says whether the
 * last edge was an anti-dependency; when two of them must not follow each other, none is taken in
 * that state. Breadth first with a current and a next layer: transactions are only ever entered at
 * a cost of one and virtual nodes at none, so the first visit is the cheapest. O(nodes + edges) a
 * search; 24 bytes a node.
 */
public final class ShortestPath {
  private static final int NONE = -1;

  private final DependencyGraph graph;
  private final int[] visited;
  private final int[] parent;
  private final int[] parentEdge;
  private int[] layer;
  private int[] next;
  private int search;
  private long steps;

  public ShortestPath(DependencyGraph graph) {
    this.graph = graph;
    visited = new int[2 * graph.nodes()];
    parent = new int[2 * graph.nodes()];
    parentEdge = new int[2 * graph.nodes()];
    layer = new int[64];
    next = new int[64];
  }

  /** How many edges were looked at altogether. */
  long steps() {
    return steps;
  }

  /**
   * The edges of a shortest path, or null when there is none.
   *
   * @param kinds a mask of {@link Edge} kinds that may be used
   * @param apart whether anti-dependencies must not follow each other, nor follow the edge before
   *     the path or precede the one after it, which both are anti-dependencies then
   */
  public int @Nullable [] find(int from, int to, int kinds, boolean apart) {
    search++;
    int layerSize = 1;
    int start = 2 * from + (apart ? 1 : 0);
    int goal = 2 * to;
    layer[0] = start;
    visited[start] = search;
    parent[start] = NONE;
    while (layerSize > 0) {
      int nextSize = 0;
      for (int i = 0; i < layerSize; i++) {
        int at = layer[i];
        int node = at >> 1;
        steps += graph.end(node) - graph.start(node) + 1;
        for (int edge = graph.start(node); edge < graph.end(node); edge++) {
          int kind = graph.kind(edge);
          if (!Edge.has(kinds, kind)) {
            continue;
          }
          boolean isAnti = Edge.has(Edge.ANTI_DEPENDENCIES, kind);
          int state = 0;
          if (apart) {
            if (isAnti && (at & 1) == 1) {
              continue;
            }
            state = isAnti || (kind == Edge.FORWARD && (at & 1) == 1) ? 1 : 0;
          }
          int target = graph.target(edge);
          int reached = 2 * target + state;
          if (visited[reached] == search) {
            continue;
          }
          visited[reached] = search;
          parent[reached] = at;
          parentEdge[reached] = edge;
          if (reached == goal) {
            return edgesTo(goal);
          }
          if (graph.isVirtual(target)) {
            if (layerSize == layer.length) {
              layer = Arrays.copyOf(layer, layerSize * 2);
            }
            layer[layerSize++] = reached;
          } else {
            if (nextSize == next.length) {
              next = Arrays.copyOf(next, nextSize * 2);
            }
            next[nextSize++] = reached;
          }
        }
      }
      int[] swap = layer;
      layer = next;
      next = swap;
      layerSize = nextSize;
    }
    return null;
  }

  private int[] edgesTo(int goal) {
    int length = 0;
    for (int at = goal; parent[at] != NONE; at = parent[at]) {
      length++;
    }
    int[] edges = new int[length];
    for (int at = goal; parent[at] != NONE; at = parent[at]) {
      edges[--length] = parentEdge[at];
    }
    return edges;
  }
}
