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
  private final int[] place;
  private final int placed;

  /** By place: the furthest from which something leads back here. */
  private final int[] furthest;

  private boolean isAny;
  private int initials;
  private final List<CommitCycle> initialCycles = new ArrayList<>();

  Backward(TimeOrder time) {
    place = time.place();
    placed = time.order().length;
    furthest = new int[placed];
  }

  @Override
  void force(int earlier, int later, int reader, int read) {
    if (later == RegisterColumns.INITIAL) {
      if (initials++ < WeakSearch.KEPT_MAX) {
        initialCycles.add(
            new CommitCycle(new int[] {earlier, RegisterColumns.INITIAL}, new int[] {Edge.WW}));
      }
    } else {
      assume(earlier, later);
    }
  }

  @Override
  void assume(int earlier, int later) {
    if (place[earlier] > place[later]) {
      furthest[place[later]] = Math.max(furthest[place[later]], place[earlier]);
      isAny = true;
    }
  }

  /** Takes over what was noted of readers behind those of this one. */
  void add(Backward other) {
    for (int at = 0; at < placed; at++) {
      furthest[at] = Math.max(furthest[at], other.furthest[at]);
    }
    isAny |= other.isAny;
    initials += other.initials;
    other.initialCycles.stream()
        .limit(WeakSearch.KEPT_MAX - initialCycles.size())
        .forEach(initialCycles::add);
  }

  boolean isAny() {
    return isAny;
  }

  /** How often a writer was forced before the first. */
  int initials() {
    return initials;
  }

  List<CommitCycle> initialCycles() {
    return initialCycles;
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
