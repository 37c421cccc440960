package dev.assay.checkers.isolation.solver;

import java.util.Arrays;

/**
 * An order of the nodes that the known edges agree with, close to one that was guessed: of the
 * nodes whose predecessors are all placed, the one with the lowest rank comes next. O((nodes +
 * edges) log nodes).
 */
final class InitialOrder {
  private final Digraph known;
  private final long[] rank;
  private final int[] missing;
  private final int[] heap;
  private int size;

  private InitialOrder(Digraph known, long[] rank) {
    this.known = known;
    this.rank = rank;
    missing = new int[known.nodes()];
    heap = new int[known.nodes()];
  }

  /**
   * The order; shorter than there are nodes when the known edges have a cycle.
   *
   * @param rank one a node
   */
  static int[] of(Digraph known, long[] rank) {
    return new InitialOrder(known, rank).order();
  }

  private int[] order() {
    int nodes = known.nodes();
    for (int node = 0; node < nodes; node++) {
      missing[node] = known.inEnd(node) - known.inStart(node);
      if (missing[node] == 0) {
        push(node);
      }
    }
    int[] order = new int[nodes];
    int placed = 0;
    while (size > 0) {
      int node = pop();
      order[placed++] = node;
      for (int e = known.outStart(node); e < known.outEnd(node); e++) {
        if (--missing[known.out(e)] == 0) {
          push(known.out(e));
        }
      }
    }
    return placed == nodes ? order : Arrays.copyOf(order, placed);
  }

  private boolean isBefore(int node, int other) {
    return rank[node] < rank[other] || (rank[node] == rank[other] && node < other);
  }

  private void push(int node) {
    int at = size++;
    while (at > 0 && isBefore(node, heap[(at - 1) >> 1])) {
      heap[at] = heap[(at - 1) >> 1];
      at = (at - 1) >> 1;
    }
    heap[at] = node;
  }

  private int pop() {
    int top = heap[0];
    int last = heap[--size];
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBefore(heap[child], last)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = last;
    return top;
  }
}
