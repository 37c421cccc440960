package dev.assay.checkers.isolation;

import java.util.Arrays;

/**
 * Strongly connected components: Tarjan's algorithm in Pearce's form (Pearce, A space-efficient
 * algorithm for finding strongly connected components, 2016), without recursion.
 *
 * <p>O(nodes + edges) time, 13 bytes a node while it runs and 4 after. Components are numbered so
 * that every edge between two of them leads from the higher number to the lower. The search begins
 * at the last transaction: where most edges lead from lower nodes to higher ones, as they do when
 * nodes are numbered in the order of time, the components come in about that order, too.
 */
public final class Components {
  private final int count;
  private final int[] of;

  private Components(int count, int[] of) {
    this.count = count;
    this.of = of;
  }

  /** How many there are, those of a single node included. */
  public int count() {
    return count;
  }

  /** The component of a node, 0 to {@link #count} - 1. */
  public int of(int node) {
    return of[node];
  }

  /** How many nodes each component has. */
  public int[] sizes() {
    int[] sizes = new int[count];
    for (int component : of) {
      sizes[component]++;
    }
    return sizes;
  }

  /**
   * The nodes of every component with more than one, ascending; the components in the order of
   * their first nodes.
   */
  public int[][] nontrivial() {
    int[] sizes = sizes();
    int[] placeOf = new int[count];
    int found = 0;
    for (int component : of) {
      if (sizes[component] > 1 && placeOf[component] == 0) {
        placeOf[component] = ++found;
      }
    }
    int[][] members = new int[found][];
    int[] filled = new int[found];
    for (int node = 0; found > 0 && node < of.length; node++) {
      int place = placeOf[of[node]] - 1;
      if (place >= 0) {
        if (filled[place] == 0) {
          members[place] = new int[sizes[of[node]]];
        }
        members[place][filled[place]++] = node;
      }
    }
    return members;
  }

  /** The nodes, sorted so that every edge between components leads forward. */
  public int[] topologicalOrder() {
    int[] next = new int[count + 1];
    for (int component : of) {
      next[count - component]++;
    }
    for (int i = 0; i < count; i++) {
      next[i + 1] += next[i];
    }
    int[] order = new int[of.length];
    for (int node = 0; node < of.length; node++) {
      order[next[count - 1 - of[node]]++] = node;
    }
    return order;
  }

  /**
   * The same, with virtual nodes numbered just above what they lead to: nothing may lead to them,
   * and then their numbers are far higher. O(nodes + edges).
   *
   * @param graph the one whose components these are
   */
  Components withVirtualNodesLate(DependencyGraph graph) {
    int[] highest = new int[count];
    int[] order = topologicalOrder();
    for (int at = order.length - 1; at >= 0; at--) {
      int node = order[at];
      int own = of[node];
      int least = graph.isVirtual(node) ? 0 : own;
      for (int edge = graph.start(node); edge < graph.end(node) && least < own; edge++) {
        int its = of[graph.target(edge)];
        least = Math.max(least, its == own ? own : highest[its]);
      }
      highest[own] = Math.max(highest[own], least);
    }
    int[] next = new int[count + 1];
    for (int component = 0; component < count; component++) {
      next[highest[component] + 1]++;
    }
    for (int i = 0; i < count; i++) {
      next[i + 1] += next[i];
    }
    int[] numbers = new int[count];
    for (int component = 0; component < count; component++) {
      numbers[component] = next[highest[component]]++;
    }
    return new Components(count, Arrays.stream(of).map(component -> numbers[component]).toArray());
  }

  /**
   * The components of the graph that has only edges of some kinds.
   *
   * @param kinds a mask of {@link Edge} kinds
   */
  public static Components of(DependencyGraph graph, int kinds) {
    return new Search(graph, kinds).run();
  }

  /**
   * While a node is open, {@code rank[node]} is the lowest rank that it is known to reach; once its
   * component is known, it is the component, counted down from the top so that it is above all
   * ranks of open nodes.
   */
  private static final class Search {
    private final DependencyGraph graph;
    private final int kinds;
    private final int[] rank;
    private final int[] position;

    /**
     * Two stacks in one array: from the bottom the path from the root of the search, from the top
     * the nodes that were left while their component is open. A node is on at most one.
     */
    private final int[] stacks;

    private final boolean[] isRoot;
    private int pathSize;
    private int openTop;
    private int index = 1;
    private int component;

    Search(DependencyGraph graph, int kinds) {
      this.graph = graph;
      this.kinds = kinds;
      int nodes = graph.nodes();
      rank = new int[nodes];
      position = new int[nodes];
      stacks = new int[nodes];
      openTop = nodes;
      isRoot = new boolean[nodes];
      component = nodes;
    }

    Components run() {
      searchDown(rank.length - 1, 0);
      int count = rank.length - component;
      int top = rank.length;
      for (int node = 0; node < rank.length; node++) {
        rank[node] = top - rank[node];
      }
      return new Components(count, rank);
    }

    private void searchDown(int last, int first) {
      for (int node = last; node >= first; node--) {
        if (rank[node] == 0) {
          search(node);
        }
      }
    }

    private void search(int start) {
      enter(start);
      while (pathSize > 0) {
        int node = stacks[pathSize - 1];
        int end = graph.end(node);
        int edge = position[node];
        int mine = rank[node];
        boolean descended = false;
        while (edge < end) {
          if (Edge.has(kinds, graph.kind(edge))) {
            int target = graph.target(edge);
            int known = rank[target];
            if (known == 0) {
              position[node] = edge;
              descended = true;
              enter(target);
              break;
            }
            if (known < mine) {
              mine = known;
              rank[node] = known;
              isRoot[node] = false;
            }
          }
          edge++;
        }
        if (!descended) {
          leave(node);
        }
      }
    }

    private void enter(int node) {
      stacks[pathSize++] = node;
      position[node] = graph.start(node);
      rank[node] = index++;
      isRoot[node] = true;
    }

    private void leave(int node) {
      pathSize--;
      if (!isRoot[node]) {
        stacks[--openTop] = node;
        return;
      }
      index--;
      int lowest = rank[node];
      while (openTop < stacks.length && rank[stacks[openTop]] >= lowest) {
        rank[stacks[openTop++]] = component;
        index--;
      }
      rank[node] = component--;
    }
  }

  @Override
  public String toString() {
    return Arrays.toString(of);
  }
}
