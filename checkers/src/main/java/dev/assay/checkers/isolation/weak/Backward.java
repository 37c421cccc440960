package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.isolation.Edge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Notes what a {@link TimeOrder} has the wrong way round. A cycle has such an edge, and lies within
 * what such edges span: so only windows of the order have to be searched, mostly none.
 */
final class Backward extends Forced {
  private final RegisterColumns columns;
  private final int[] order;
  private final int[] place;
  private final int placed;

  /** By place: the furthest from which something leads back here. */
  private final int[] furthest;

  private boolean isAny;

  /**
   * By read of what was there before the first write: the earliest writer that it should have seen,
   * or -1. Empty while there is none.
   */
  private int[] overlooked = new int[0];

  private int initials;

  Backward(RegisterColumns columns, TimeOrder time) {
    this.columns = columns;
    order = time.order();
    place = time.place();
    placed = order.length;
    furthest = new int[placed];
  }

  @Override
  void force(int earlier, int later, int reader, int read) {
    if (later == RegisterColumns.INITIAL) {
      overlook(read, earlier);
    } else {
      assume(earlier, later);
    }
  }

  private void overlook(int read, int writer) {
    if (overlooked.length == 0) {
      overlooked = new int[columns.readKey.length];
      Arrays.fill(overlooked, RegisterColumns.NONE);
    }
    if (overlooked[read] < 0) {
      overlooked[read] = writer;
      initials++;
    } else if (place[writer] < place[overlooked[read]]) {
      overlooked[read] = writer;
    }
  }

  @Override
  void assume(int earlier, int later) {
    if (place[earlier] > place[later]) {
      furthest[place[later]] = Math.max(furthest[place[later]], place[earlier]);
      isAny = true;
    }
  }

  /** Takes over what was noted of other readers. */
  void add(Backward other) {
    for (int at = 0; at < placed; at++) {
      furthest[at] = Math.max(furthest[at], other.furthest[at]);
    }
    isAny |= other.isAny;
    for (int read = 0; read < other.overlooked.length; read++) {
      if (other.overlooked[read] >= 0) {
        overlook(read, other.overlooked[read]);
      }
    }
  }

  boolean isAny() {
    return isAny;
  }

  /** How many reads should have seen a writer, but saw what was there before the first. */
  int initials() {
    return initials;
  }

  /** For some of them, in the order of time, the writer that would come before the first. */
  List<CommitCycle> initialCycles() {
    List<CommitCycle> cycles = new ArrayList<>();
    int wanted = Math.min(initials, WeakSearch.KEPT_MAX);
    for (int at = 0; cycles.size() < wanted; at++) {
      int end = columns.readStart[order[at] + 1];
      for (int read = columns.readStart[order[at]]; read < end && cycles.size() < wanted; read++) {
        if (overlooked[read] >= 0) {
          cycles.add(
              new CommitCycle(
                  new int[] {overlooked[read], RegisterColumns.INITIAL}, new int[] {Edge.WW}));
        }
      }
    }
    return cycles;
  }

  /** By place: the number of the window that it lies in, or -1. */
  int[] windows() {
    int[] window = new int[placed];
    Arrays.fill(window, -1);
    int count = 0;
    int end = -1;
    for (int at = 0; at < placed; at++) {
      if (furthest[at] > at && at > end) {
        count++;
      }
      end = Math.max(end, furthest[at] > at ? furthest[at] : -1);
      if (at <= end) {
        window[at] = count - 1;
      }
    }
    return window;
  }
}
