package dev.assay.checkers.linearizability;

import java.util.Arrays;

/**
 * Puts operations into an order by the slot in which each takes effect, and within a slot by a rank
 * that the caller gives. Linear but for slots in which very many take effect.
 */
final class SlotOrder {
  private int[] slots = new int[64];
  private int[] ranks = new int[64];
  private int[] ops = new int[64];
  private int size;
  private int slotsEnd;

  /**
   * Adds an operation.
   *
   * @param slot 0 or more
   * @param rank within the slot, less first; operations of equal rank keep the order in which they
   *     were added
   */
  void add(int op, int slot, int rank) {
    if (size == ops.length) {
      ops = Arrays.copyOf(ops, 2 * size);
      slots = Arrays.copyOf(slots, 2 * size);
      ranks = Arrays.copyOf(ranks, 2 * size);
    }
    slots[size] = slot;
    ranks[size] = rank;
    ops[size++] = op;
    slotsEnd = Math.max(slotsEnd, slot + 1);
  }

  int[] order() {
    int[] begin = new int[slotsEnd + 1];
    for (int i = 0; i < size; i++) {
      begin[slots[i] + 1]++;
    }
    for (int slot = 0; slot < slotsEnd; slot++) {
      begin[slot + 1] += begin[slot];
    }
    int[] next = begin.clone();
    int[] bySlot = new int[size];
    for (int i = 0; i < size; i++) {
      bySlot[next[slots[i]]++] = i;
    }
    int[] order = new int[size];
    for (int slot = 0; slot < slotsEnd; slot++) {
      sortByRank(bySlot, begin[slot], begin[slot + 1]);
    }
    for (int i = 0; i < size; i++) {
      order[i] = ops[bySlot[i]];
    }
    return order;
  }

  private void sortByRank(int[] entries, int from, int to) {
    if (to - from < 2) {
      return;
    }
    long[] keys = new long[to - from];
    for (int i = from; i < to; i++) {
      keys[i - from] = ((long) ranks[entries[i]] << 32) | entries[i];
    }
    Arrays.sort(keys);
    for (int i = from; i < to; i++) {
      entries[i] = (int) keys[i - from];
    }
  }
}
