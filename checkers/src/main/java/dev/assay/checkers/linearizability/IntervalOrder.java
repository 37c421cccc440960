package dev.assay.checkers.linearizability;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sorts things that have an interval of slots, and some of which must come before others: a thing
 * whose interval ends where or before that of another begins comes first, without an edge for it.
 * O(n log n + edges).
 */
final class IntervalOrder {
  private static final int NONE = -1;

  private final int[] from;
  private final int[] to;
  private final boolean[] isThere;
  private final int[] firstEdge;
  private int[] nextEdge = new int[64];
  private int[] target = new int[64];
  private int edges;
  private final int[] before;

  /**
   * Things without edges as yet.
   *
   * @param isThere which take part
   */
  IntervalOrder(int[] from, int[] to, boolean[] isThere) {
    this.from = from;
    this.to = to;
    this.isThere = isThere;
    firstEdge = new int[from.length];
    Arrays.fill(firstEdge, NONE);
    before = new int[from.length];
  }

  void edge(int earlier, int later) {
    if (edges == target.length) {
      target = Arrays.copyOf(target, 2 * edges);
      nextEdge = Arrays.copyOf(nextEdge, 2 * edges);
    }
    target[edges] = later;
    nextEdge[edges] = firstEdge[earlier];
    firstEdge[earlier] = edges++;
    before[later]++;
  }

  /** An order, or null when there is none (Kahn 1962). */
  int @Nullable [] sort() {
    int[] byFrom = sorted(from);
    int[] byTo = sorted(to);
    int n = byFrom.length;
    boolean[] isBegun = new boolean[from.length];
    boolean[] isDone = new boolean[from.length];
    int[] ready = new int[n];
    int readyCount = 0;
    int[] order = new int[n];
    int placed = 0;
    int begun = 0;
    int ended = 0;
    while (placed < n) {
      while (isDone[byTo[ended]]) {
        ended++;
      }
      int horizon = to[byTo[ended]];
      for (; begun < n && from[byFrom[begun]] < horizon; begun++) {
        isBegun[byFrom[begun]] = true;
        if (before[byFrom[begun]] == 0) {
          ready[readyCount++] = byFrom[begun];
        }
      }
      if (readyCount == 0) {
        return null;
      }
      int chosen = ready[--readyCount];
      order[placed++] = chosen;
      isDone[chosen] = true;
      for (int edge = firstEdge[chosen]; edge != NONE; edge = nextEdge[edge]) {
        int later = target[edge];
        if (--before[later] == 0 && isBegun[later]) {
          ready[readyCount++] = later;
        }
      }
    }
    return order;
  }

  private int[] sorted(int[] column) {
    long[] keys = new long[from.length];
    int count = 0;
    for (int i = 0; i < from.length; i++) {
      if (isThere[i]) {
        keys[count++] = ((long) column[i] << 32) | i;
      }
    }
    Arrays.sort(keys, 0, count);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }
}
