package dev.assay.checkers.certificates;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Things of which some are not after others. Two of them have no order when each is not after the
 * other, over any number of steps (Kosaraju's and Sharir's strongly connected components). Linear.
 */
final class Precedence {
  private final List<List<Integer>> later = new ArrayList<>();
  private final List<List<Integer>> earlier = new ArrayList<>();

  /** Adds a thing, and returns its number: 0, 1, 2 … */
  int add() {
    later.add(new ArrayList<>());
    earlier.add(new ArrayList<>());
    return later.size() - 1;
  }

  /** The first is not after the second. */
  void order(int first, int second) {
    later.get(first).add(second);
    earlier.get(second).add(first);
  }

  /** Whether no two of the first so many things are each not after the other. */
  boolean isOrder(int things) {
    Walk forward = new Walk(later);
    for (int thing = 0; thing < later.size(); thing++) {
      forward.from(thing);
    }
    Walk backward = new Walk(earlier);
    for (int at = later.size() - 1; at >= 0; at--) {
      int first = backward.size;
      backward.from(forward.left[at]);
      int count = 0;
      for (int i = first; i < backward.size; i++) {
        count += backward.left[i] < things ? 1 : 0;
      }
      if (count > 1) {
        return false;
      }
    }
    return true;
  }

  /** Goes through what is reachable and not yet seen, and notes in which order it was left. */
  private static final class Walk {
    final List<List<Integer>> edges;
    final boolean[] seen;
    final int[] next;
    final int[] left;
    int size;

    Walk(List<List<Integer>> edges) {
      this.edges = edges;
      seen = new boolean[edges.size()];
      next = new int[edges.size()];
      left = new int[edges.size()];
    }

    void from(int start) {
      Deque<Integer> path = new ArrayDeque<>();
      enter(start, path);
      while (!path.isEmpty()) {
        int thing = path.getLast();
        if (next[thing] < edges.get(thing).size()) {
          enter(edges.get(thing).get(next[thing]++), path);
        } else {
          left[size++] = path.removeLast();
        }
      }
    }

    private void enter(int thing, Deque<Integer> path) {
      if (!seen[thing]) {
        seen[thing] = true;
        path.addLast(thing);
      }
    }
  }
}
