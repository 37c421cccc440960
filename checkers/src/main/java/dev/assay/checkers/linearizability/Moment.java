package dev.assay.checkers.linearizability;

import java.util.Arrays;

/**
 * What is open just before one return of a {@link Timeline}; moves from return to return.
 *
 * <p>For the states asked for it keeps which open operations could take effect there without
 * changing anything, and which would change the state, so that a configuration's successors are a
 * few operations on bit masks.
 */
final class Moment {
  private final Timeline timeline;
  private final StepTable steps;
  final int maskWords;

  /** The number of the return; -1 before the first. */
  private int k = -1;

  private final int[] opOfSlot;
  private final int[] available;
  private final long[] open;
  private final long[] overwriters;
  private final long[] generals;

  private int stamp;
  private int[] stampOfState = new int[16];
  private long[] idle;
  private long[] active;

  Moment(Timeline timeline, StepTable steps, int maskWords) {
    this.timeline = timeline;
    this.steps = steps;
    this.maskWords = maskWords;
    opOfSlot = new int[timeline.slots];
    available = new int[timeline.pendingKind.length];
    open = new long[maskWords];
    overwriters = new long[maskWords];
    generals = new long[maskWords];
    idle = new long[16 * maskWords];
    active = new long[16 * maskWords];
  }

  int number() {
    return k;
  }

  /** The slot of the operation that returns now. */
  int returningSlot() {
    return timeline.place[timeline.returning[k]];
  }

  boolean returningObserves() {
    return timeline.isObserver(timeline.returning[k]);
  }

  boolean returningOverwrites() {
    return timeline.isOverwriter(timeline.returning[k]);
  }

  int opOfSlot(int slot) {
    return opOfSlot[slot];
  }

  int kindOfSlot(int slot) {
    return timeline.problem.classes()[opOfSlot[slot]];
  }

  /** How many operations of a pending class have been invoked. */
  int available(int pendingClass) {
    return available[pendingClass];
  }

  /** The open operations that overwrite, as a mask of slots. */
  long[] overwriters() {
    return overwriters;
  }

  /** The open operations that neither only observe nor overwrite, as a mask of slots. */
  long[] generals() {
    return generals;
  }

  void advance() {
    if (k >= 0) {
      setOpen(timeline.returning[k], false);
    }
    k++;
    for (int op = timeline.openedFrom[k]; op < timeline.openedFrom[k + 1]; op++) {
      if (timeline.problem.isPending(op)) {
        available[timeline.place[op]]++;
      } else {
        setOpen(op, true);
      }
    }
    stamp++;
  }

  void retreat() {
    for (int op = timeline.openedFrom[k]; op < timeline.openedFrom[k + 1]; op++) {
      if (timeline.problem.isPending(op)) {
        available[timeline.place[op]]--;
      } else {
        setOpen(op, false);
      }
    }
    k--;
    if (k >= 0) {
      setOpen(timeline.returning[k], true);
    }
    stamp++;
  }

  private void setOpen(int op, boolean isOpen) {
    int slot = timeline.place[op];
    long bit = 1L << slot;
    int word = slot >>> 6;
    if (!isOpen) {
      open[word] &= ~bit;
      overwriters[word] &= ~bit;
      generals[word] &= ~bit;
      return;
    }
    opOfSlot[slot] = op;
    open[word] |= bit;
    if (timeline.isOverwriter(op)) {
      overwriters[word] |= bit;
    } else if (!timeline.isObserver(op)) {
      generals[word] |= bit;
    }
  }

  /** Word {@code w} of the mask of operations that change nothing in {@code state}. */
  long idle(int state, int w) {
    know(state);
    return idle[state * maskWords + w];
  }

  /**
   * Word {@code w} of the mask of operations that are legal in {@code state} and change it, or that
   * overwrite: even one that writes what is there already hides others.
   */
  long active(int state, int w) {
    know(state);
    return active[state * maskWords + w];
  }

  private void know(int state) {
    if (state < stampOfState.length && stampOfState[state] == stamp) {
      return;
    }
    if (state >= stampOfState.length) {
      int length = Math.max(state + 1, 2 * stampOfState.length);
      stampOfState = Arrays.copyOf(stampOfState, length);
      idle = Arrays.copyOf(idle, length * maskWords);
      active = Arrays.copyOf(active, length * maskWords);
    }
    stampOfState[state] = stamp;
    for (int w = 0; w < maskWords; w++) {
      long idleBits = 0;
      long activeBits = 0;
      for (long rest = open[w]; rest != 0; rest &= rest - 1) {
        int slot = (w << 6) + Long.numberOfTrailingZeros(rest);
        int after = steps.step(state, kindOfSlot(slot));
        if (after == state) {
          idleBits |= rest & -rest;
        } else if (after != StepTable.ILLEGAL) {
          activeBits |= rest & -rest;
        }
      }
      idle[state * maskWords + w] = idleBits;
      active[state * maskWords + w] = activeBits | overwriters[w];
    }
  }
}
