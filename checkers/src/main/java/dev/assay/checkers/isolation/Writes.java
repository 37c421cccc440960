package dev.assay.checkers.isolation;

import dev.assay.histories.MicroOps;

/**
 * Who wrote, appended or added which value, whatever became of it: an index of all that is no read.
 * O(micro-operations) to build, 12 bytes a write and up to 8 for the table.
 */
public final class Writes {
  /** No write. */
  public static final int NONE = -1;

  private final Transactions transactions;
  private final MicroOps microOps;
  private final int[] txn;
  private final int[] mop;
  private final int[] next;

  /** By the hash of key and value: the first write of a list. */
  private final int[] first;

  /** The index of the writes of all transactions. */
  public Writes(Transactions transactions) {
    this.transactions = transactions;
    microOps = transactions.microOps();
    int count = 0;
    for (int t = 0; t < transactions.size(); t++) {
      for (int m = transactions.start(t); m < transactions.end(t); m++) {
        count += microOps.kind(m) == MicroOps.READ ? 0 : 1;
      }
    }
    txn = new int[count];
    mop = new int[count];
    next = new int[count];
    first = new int[Integer.highestOneBit(Math.max(8, count)) << 1];
    int write = 0;
    for (int t = 0; t < transactions.size(); t++) {
      for (int m = transactions.start(t); m < transactions.end(t); m++) {
        if (microOps.kind(m) != MicroOps.READ) {
          int slot = slot(microOps.key(m), microOps.value(m));
          txn[write] = t;
          mop[write] = m;
          next[write] = first[slot];
          first[slot] = ++write;
        }
      }
    }
  }

  /** A write of a value, both as value ids, or {@link #NONE}. */
  public int first(int key, int value) {
    return find(first[slot(key, value)] - 1, key, value);
  }

  /** The next write of the same value, or {@link #NONE}. */
  public int next(int write) {
    int m = mop[write];
    return find(next[write] - 1, microOps.key(m), microOps.value(m));
  }

  /** The transaction that did it. */
  public int txn(int write) {
    return txn[write];
  }

  /** The micro-operation that it is. */
  public int mop(int write) {
    return mop[write];
  }

  /** Whether the transaction did not fail, so that its writes may be there. */
  public boolean isPossible(int write) {
    return !transactions.isFailed(txn[write]);
  }

  /** The only write of the value by those that did not fail, or {@link #NONE}. */
  public int only(int key, int value) {
    int found = NONE;
    for (int write = first(key, value); write != NONE; write = next(write)) {
      if (isPossible(write)) {
        if (found != NONE) {
          return NONE;
        }
        found = write;
      }
    }
    return found;
  }

  private int find(int from, int key, int value) {
    int write = from;
    while (write != NONE
        && (microOps.key(mop[write]) != key || microOps.value(mop[write]) != value)) {
      write = next[write] - 1;
    }
    return write;
  }

  private int slot(int key, int value) {
    long pair = (long) key << 32 | value;
    return (int) ((pair * 0x9E3779B97F4A7C15L) >>> 32) & (first.length - 1);
  }
}
