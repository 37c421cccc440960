package dev.assay.checkers.linearizability;

/** A number for each slot: adds to ranges, finds the outermost slots with little. O(log slots). */
final class CoverTree {
  private final int leaves;
  private final int[] min;
  private final int[] added;

  CoverTree(int slots) {
    int size = 1;
    while (size < slots) {
      size *= 2;
    }
    leaves = size;
    min = new int[2 * size];
    added = new int[2 * size];
  }

  /** Adds to all slots from one to before another. */
  void add(int from, int to, int amount) {
    add(1, 0, leaves, from, to, amount);
  }

  private void add(int node, int low, int high, int from, int to, int amount) {
    if (to <= low || high <= from) {
      return;
    }
    if (from <= low && high <= to) {
      min[node] += amount;
      added[node] += amount;
      return;
    }
    int middle = (low + high) >>> 1;
    add(2 * node, low, middle, from, to, amount);
    add(2 * node + 1, middle, high, from, to, amount);
    min[node] = added[node] + Math.min(min[2 * node], min[2 * node + 1]);
  }

  /** The first slot from one to before another with at most {@code limit}; -1 when none has. */
  int first(int from, int to, int limit) {
    return first(1, 0, leaves, from, to, limit);
  }

  private int first(int node, int low, int high, int from, int to, int limit) {
    if (to <= low || high <= from || min[node] > limit) {
      return -1;
    }
    if (high - low == 1) {
      return low;
    }
    int middle = (low + high) >>> 1;
    int below = limit - added[node];
    int left = first(2 * node, low, middle, from, to, below);
    return left >= 0 ? left : first(2 * node + 1, middle, high, from, to, below);
  }

  /** The last such slot; -1 when none has. */
  int last(int from, int to, int limit) {
    return last(1, 0, leaves, from, to, limit);
  }

  private int last(int node, int low, int high, int from, int to, int limit) {
    if (to <= low || high <= from || min[node] > limit) {
      return -1;
    }
    if (high - low == 1) {
      return low;
    }
    int middle = (low + high) >>> 1;
    int below = limit - added[node];
    int right = last(2 * node + 1, middle, high, from, to, below);
    return right >= 0 ? right : last(2 * node, low, middle, from, to, below);
  }
}
