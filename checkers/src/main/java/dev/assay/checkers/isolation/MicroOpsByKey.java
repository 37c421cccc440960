package dev.assay.checkers.isolation;

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
    start = new int[transactions.keys() + 1];
    for (int t = 0; t < transactions.size(); t++) {
      for (int m = transactions.start(t); m < transactions.end(t); m++) {
        start[transactions.key(m) + 1]++;
      }
    }
    for (int key = 0; key < transactions.keys(); key++) {
      start[key + 1] += start[key];
    }
    int[] next = start.clone();
    mop = new int[start[transactions.keys()]];
    txn = new int[mop.length];
    for (int t = 0; t < transactions.size(); t++) {
      for (int m = transactions.start(t); m < transactions.end(t); m++) {
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

  /** The micro-operation at a place. */
  public int mop(int at) {
    return mop[at];
  }

  /** The transaction of the micro-operation at a place. */
  public int txn(int at) {
    return txn[at];
  }
}
