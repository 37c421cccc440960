package dev.assay.checkers.linearizability;

import org.jspecify.annotations.Nullable;

/** An order of all operations of a queue, once the order of its elements is known. O(n log n). */
final class QueueWitness {
  private static final int NONE = CollectionOps.NONE;

  private final CollectionOps ops;
  private final int[] elements;
  private final IntervalOrder sorter;

  /** Between elements k - 1 and k the queue can be empty from this slot on, and to before that. */
  private final int[] emptyFrom;

  private final int[] emptyTo;

  QueueWitness(CollectionOps ops, int[] elements) {
    this.ops = ops;
    this.elements = elements;
    boolean[] isThere = new boolean[ops.problem.size()];
    for (int e : elements) {
      isThere[ops.insert[e]] = true;
      for (int look = ops.firstLook[e]; look != NONE; look = ops.nextLook[look]) {
        isThere[look] = true;
      }
      if (ops.remove[e] != NONE) {
        isThere[ops.remove[e]] = true;
      }
    }
    for (int empty : ops.empties) {
      isThere[empty] = true;
    }
    sorter = new IntervalOrder(ops.from, ops.to, isThere);
    emptyFrom = new int[elements.length + 1];
    emptyTo = new int[elements.length + 1];
    for (int k = 0; k < elements.length; k++) {
      emptyFrom[k + 1] = Math.max(emptyFrom[k], ops.inTo(elements[k]));
    }
    emptyTo[elements.length] = ops.end;
    for (int k = elements.length - 1; k >= 0; k--) {
      emptyTo[k] = Math.min(emptyTo[k + 1], ops.inFrom(elements[k]));
    }
  }

  /** The order, or null when none was found that fits this order of elements. */
  int @Nullable [] order() {
    for (int k = 0; k < elements.length; k++) {
      chain(k);
    }
    int[] lastGood = lastGood();
    for (int empty : ops.empties) {
      int k = lastGood[lastReachable(ops.to[empty])];
      if (k < 0 || emptyTo[k] <= ops.from[empty]) {
        return null;
      }
      if (k > 0) {
        sorter.edge(ops.remove[elements[k - 1]], empty);
      }
      if (k < elements.length) {
        sorter.edge(empty, ops.insert[elements[k]]);
      }
    }
    return sorter.sort();
  }

  /** Enqueues in order, fronts in order, and each element first in, then out. */
  private void chain(int k) {
    int e = elements[k];
    int in = ops.insert[e];
    int out = ops.remove[e];
    int gone = k == 0 ? NONE : ops.remove[elements[k - 1]];
    if (k > 0) {
      sorter.edge(ops.insert[elements[k - 1]], in);
    }
    for (int look = ops.firstLook[e]; look != NONE; look = ops.nextLook[look]) {
      sorter.edge(in, look);
      if (gone != NONE) {
        sorter.edge(gone, look);
      }
      if (out != NONE) {
        sorter.edge(look, out);
      }
    }
    if (out != NONE) {
      sorter.edge(in, out);
      if (gone != NONE) {
        sorter.edge(gone, out);
      }
    }
  }

  /** The last place up to each at which the queue can be empty at all; -1 where there is none. */
  private int[] lastGood() {
    int[] lastGood = new int[emptyFrom.length];
    int good = -1;
    for (int k = 0; k < lastGood.length; k++) {
      good = emptyFrom[k] < emptyTo[k] ? k : good;
      lastGood[k] = good;
    }
    return lastGood;
  }

  /** The last place that begins before a slot; places begin one after the other. */
  private int lastReachable(int slot) {
    int low = 0;
    int high = emptyFrom.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (emptyFrom[middle] < slot) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
