package dev.assay.checkers.isolation.solver;

import java.util.Arrays;

/**
 * A linear order of the nodes of a growing acyclic graph: Pearce and Kelly, A dynamic topological
 * sort algorithm for directed acyclic graphs, JEA 2006.
 *
 * <p>Adding an edge that agrees with the order costs O(1). Another one costs a search of what lies
 * between its two nodes in the order and is connected to either, which then changes places. Edges
 * are taken back in the order opposite to that in which they came; the order stays as it is then,
 * since fewer edges make it no less right.
 *
 * <p>28 bytes a node and 20 an added edge, beside the known edges, which stay for ever.
 */
final class TopologicalOrder {
  /** The label of an edge that is known. */
  static final int KNOWN = -1;

  private static final int NONE = -1;

  private final Digraph known;
  private final int[] place;
  private final int[] nodeAt;
  private final int[] headOut;
  private final int[] headIn;
  private int[] from = new int[64];
  private int[] to = new int[64];
  private int[] label = new int[64];
  private int[] nextOut = new int[64];
  private int[] nextIn = new int[64];
  private int size;

  private final int[] mark;
  private int stamp;
  private final IntList forward = new IntList(64);
  private final IntList backward = new IntList(64);
  private final IntList moved = new IntList(64);
  private long steps;

  /**
   * @param nodeAt the nodes in an order that the known edges agree with; kept and changed
   */
  TopologicalOrder(Digraph known, int[] nodeAt) {
    this.known = known;
    this.nodeAt = nodeAt;
    place = new int[nodeAt.length];
    for (int i = 0; i < nodeAt.length; i++) {
      place[nodeAt[i]] = i;
    }
    headOut = new int[nodeAt.length];
    headIn = new int[nodeAt.length];
    Arrays.fill(headOut, NONE);
    Arrays.fill(headIn, NONE);
    mark = new int[nodeAt.length];
  }

  Digraph known() {
    return known;
  }

  /** Where a node is in the order, from 0. */
  int place(int node) {
    return place[node];
  }

  int nodeAt(int placeOfNode) {
    return nodeAt[placeOfNode];
  }

  /** How many edges were added and not taken back. */
  int edges() {
    return size;
  }

  /** How many edges were looked at altogether. */
  long steps() {
    return steps;
  }

  /** The nodes that changed places since this was cleared; some more than once. */
  IntList moved() {
    return moved;
  }

  /** The added edges out of a node: from here on by {@link #nextOut} until -1. */
  int firstOut(int node) {
    return headOut[node];
  }

  int nextOut(int edge) {
    return nextOut[edge];
  }

  int to(int edge) {
    return to[edge];
  }

  int label(int edge) {
    return label[edge];
  }

  /**
   * Adds an edge.
   *
   * @return false when it would close a cycle: nothing was added then
   */
  boolean add(int source, int target, int edgeLabel) {
    if (place[source] >= place[target] && (source == target || !reorder(source, target))) {
      return false;
    }
    if (size == from.length) {
      int capacity = size * 2;
      from = Arrays.copyOf(from, capacity);
      to = Arrays.copyOf(to, capacity);
      label = Arrays.copyOf(label, capacity);
      nextOut = Arrays.copyOf(nextOut, capacity);
      nextIn = Arrays.copyOf(nextIn, capacity);
    }
    from[size] = source;
    to[size] = target;
    label[size] = edgeLabel;
    nextOut[size] = headOut[source];
    headOut[source] = size;
    nextIn[size] = headIn[target];
    headIn[target] = size;
    size++;
    return true;
  }

  /**
   * Sorts the nodes anew by all edges that there are, so that those of lower rank come first where
   * edges leave that open. O((nodes + edges) log nodes).
   */
  void sort(long[] rank) {
    IntList sources = new IntList(known.edges() + size);
    IntList targets = new IntList(known.edges() + size);
    for (int node = 0; node < known.nodes(); node++) {
      for (int e = known.outStart(node); e < known.outEnd(node); e++) {
        sources.add(node);
        targets.add(known.out(e));
      }
    }
    for (int e = 0; e < size; e++) {
      sources.add(from[e]);
      targets.add(to[e]);
    }
    int[] sorted = InitialOrder.of(Digraph.of(known.nodes(), sources, targets), rank);
    for (int i = 0; i < sorted.length; i++) {
      nodeAt[i] = sorted[i];
      place[sorted[i]] = i;
    }
    moved.clear();
  }

  /** Takes back all edges but the first ones. */
  void truncate(int newSize) {
    while (size > newSize) {
      size--;
      headOut[from[size]] = nextOut[size];
      headIn[to[size]] = nextIn[size];
    }
  }

  private boolean reorder(int source, int target) {
    if (!searchForward(target, source)) {
      return false;
    }
    searchBackward(source, place[target]);
    exchange();
    return true;
  }

  /** Collects what the node reaches up to the goal's place; false when that is the goal itself. */
  private boolean searchForward(int start, int goal) {
    int limit = place[goal];
    forward.clear();
    int seen = newStamp();
    mark[start] = seen;
    forward.add(start);
    for (int i = 0; i < forward.size(); i++) {
      int node = forward.get(i);
      steps += known.outEnd(node) - known.outStart(node) + 1;
      for (int e = known.outStart(node); e < known.outEnd(node); e++) {
        int next = known.out(e);
        if (place[next] <= limit && mark[next] != seen) {
          if (next == goal) {
            return false;
          }
          mark[next] = seen;
          forward.add(next);
        }
      }
      for (int e = headOut[node]; e != NONE; e = nextOut[e]) {
        int next = to[e];
        steps++;
        if (place[next] <= limit && mark[next] != seen) {
          if (next == goal) {
            return false;
          }
          mark[next] = seen;
          forward.add(next);
        }
      }
    }
    return true;
  }

  private void searchBackward(int start, int limit) {
    backward.clear();
    int seen = newStamp();
    mark[start] = seen;
    backward.add(start);
    for (int i = 0; i < backward.size(); i++) {
      int node = backward.get(i);
      steps += known.inEnd(node) - known.inStart(node) + 1;
      for (int e = known.inStart(node); e < known.inEnd(node); e++) {
        int next = known.in(e);
        if (place[next] > limit && mark[next] != seen) {
          mark[next] = seen;
          backward.add(next);
        }
      }
      for (int e = headIn[node]; e != NONE; e = nextIn[e]) {
        int next = from[e];
        steps++;
        if (place[next] > limit && mark[next] != seen) {
          mark[next] = seen;
          backward.add(next);
        }
      }
    }
  }

  /** Puts what was found backward before what was found forward, on the places of both. */
  private void exchange() {
    toSortedPlaces(backward);
    toSortedPlaces(forward);
    int first = moved.size();
    for (int i = 0; i < backward.size(); i++) {
      moved.add(nodeAt[backward.get(i)]);
    }
    for (int i = 0; i < forward.size(); i++) {
      moved.add(nodeAt[forward.get(i)]);
    }
    int b = 0;
    int f = 0;
    for (int i = first; i < moved.size(); i++) {
      boolean takeBackward =
          f == forward.size() || (b < backward.size() && backward.get(b) < forward.get(f));
      int free = takeBackward ? backward.get(b++) : forward.get(f++);
      nodeAt[free] = moved.get(i);
      place[moved.get(i)] = free;
    }
  }

  private void toSortedPlaces(IntList nodes) {
    for (int i = 0; i < nodes.size(); i++) {
      nodes.set(i, place[nodes.get(i)]);
    }
    nodes.sort();
  }

  private int newStamp() {
    if (stamp == Integer.MAX_VALUE) {
      Arrays.fill(mark, 0);
      stamp = 0;
    }
    return ++stamp;
  }
}
