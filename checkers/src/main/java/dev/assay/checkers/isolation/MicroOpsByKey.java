package dev.assay.checkers.isolation;

import java.util.Arrays;

/**
 * Every transaction's micro-operations, grouped by key: within a key in the order of the
 * transactions, within a transaction in its own order.
 *
 * <p>O(micro-operations) to build, 8 bytes each. Working key by key keeps what a key needs in the
 * processor's cache, and keys can be shared out to threads.
 */
public final class MicroOpsByKey {
  private final int[] start;
  private final int[] mop;
  private final int[] txn;

  /** Groups the micro-operations of all transactions, whatever their outcome. */
  public MicroOpsByKey(Transactions transactions) {
    this(transactions, Work.parts(transactions.size()));
  }

  /** The same, with the work done in so many parts. */
  public MicroOpsByKey(Transactions transactions, int parts) {
    int keys = transactions.keys();
    // Each part has some of the transactions; first it counts, then it knows its places.
    int[][] next = new int[parts][keys];
    Work.run(parts, part -> count(transactions, part, parts, next[part]));
    start = new int[keys + 1];
    int places = 0;
    for (int key = 0; key < keys; key++) {
      start[key] = places;
      for (int[] ofPart : next) {
        int count = ofPart[key];
        ofPart[key] = places;
        places += count;
      }
    }
    start[keys] = places;
    mop = new int[places];
    txn = new int[places];
    Work.run(parts, part -> place(transactions, part, parts, next[part]));
  }

  private static void count(Transactions transactions, int part, int parts, int[] counts) {
    int end = Work.begin(transactions.size(), part + 1, parts);
    for (int t = Work.begin(transactions.size(), part, parts); t < end; t++) {
      int last = transactions.end(t);
      for (int m = transactions.start(t); m < last; m++) {
        counts[transactions.key(m)]++;
      }
    }
  }

  private void place(Transactions transactions, int part, int parts, int[] next) {
    int end = Work.begin(transactions.size(), part + 1, parts);
    for (int t = Work.begin(transactions.size(), part, parts); t < end; t++) {
      int last = transactions.end(t);
      for (int m = transactions.start(t); m < last; m++) {
        int at = next[transactions.key(m)]++;
        mop[at] = m;
        txn[at] = t;
      }
    }
  }

  /** The places of a key are {@code start(key)} until {@code end(key)}. */
  public int start(int key) {
    return start[key];
  }

  public int end(int key) {
    return start[key + 1];
  }

  /** How many places there are. */
  public int size() {
    return mop.length;
  }

  /** The first key of a part, of parts with about as many places each. */
  public int keyAt(int part, int parts) {
    if (part == parts) {
      return start.length - 1;
    }
    int found = Arrays.binarySearch(start, Work.begin(size(), part, parts));
    return found < 0 ? -found - 1 : found;
  }

  /** The micro-operation at a place. */
  public int mop(int at) {
    return mop[at];
  }

  /** The transaction of the micro-operation at a place. */
  public int txn(int at) {
    return txn[at];
  }
}
