package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.isolation.Work;

/**
 * The writers of each key by their places in the {@link TimeOrder}, ascending. Linear; 4 bytes a
 * write and 4 a key.
 */
final class PlacedWriters {
  private final int[] start;
  private final int[] places;

  PlacedWriters(RegisterColumns columns, int[] order) {
    start = new int[columns.keys() + 1];
    for (int at = 0; at < columns.writeStart[columns.size()]; at++) {
      start[columns.writeKey[at] + 1]++;
    }
    Work.addUp(start);
    int[] next = start.clone();
    places = new int[start[columns.keys()]];
    for (int at = 0; at < order.length; at++) {
      for (int w = columns.writeStart[order[at]]; w < columns.writeStart[order[at] + 1]; w++) {
        places[next[columns.writeKey[w]]++] = at;
      }
    }
  }

  /** Behind the last writer of a key. */
  int end(int key) {
    return start[key + 1];
  }

  /** The place of a writer. */
  int place(int writer) {
    return places[writer];
  }

  /** The first writer of a key behind a place, or {@link #end}. O(log writers). */
  int firstAfter(int key, int behind) {
    int low = start[key];
    int high = start[key + 1];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (places[middle] <= behind) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
