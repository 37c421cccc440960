package dev.assay.checkers.linearizability;

/**
 * Slots of which more and more are taken; finds the next free one on either side. Union-find with
 * path halving (Tarjan and van Leeuwen 1984): almost constant time.
 */
final class FreeSlots {
  private final int[] next;
  private final int[] previous;

  /** All slots from 0 to before {@code end} are free. */
  FreeSlots(int end) {
    next = new int[end + 2];
    previous = new int[end + 2];
    for (int i = 0; i < next.length; i++) {
      next[i] = i;
      previous[i] = i;
    }
  }

  /** Takes the slots from one to before another. */
  void take(int from, int to) {
    for (int slot = firstFrom(from); slot < to; slot = firstFrom(slot)) {
      next[slot] = slot + 1;
      previous[slot + 1] = slot;
    }
  }

  /** The first free slot at or after one; {@code end} or more when there is none. */
  int firstFrom(int slot) {
    int at = slot;
    while (next[at] != at) {
      next[at] = next[next[at]];
      at = next[at];
    }
    return at;
  }

  /** The last free slot at or before one; -1 when there is none. */
  int lastUpTo(int slot) {
    // cell s + 1 stands for slot s, so that cell 0 is never taken
    int at = slot + 1;
    while (previous[at] != at) {
      previous[at] = previous[previous[at]];
      at = previous[at];
    }
    return at - 1;
  }
}
