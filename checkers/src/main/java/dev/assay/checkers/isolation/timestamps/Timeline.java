package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.MicroOps;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where transactions begin and commit, by their timestamps.
 *
 * <p>A place is a timestamp's rank and, among equal ones, first the commits of transactions that
 * began earlier, then transactions that begin and commit at once, then all others that begin: a
 * snapshot has what was committed at its timestamp. Only the order of those at once is open.
 *
 * <p>By commit timestamps alone every transaction is at once; one that only reads and tells no more
 * than its start is a snapshot. Of snapshots, one that only reads commits where it begins, for it
 * has no effect; one that tells no start and shows nothing that it read began where it committed,
 * which contradicts least.
 */
final class Timeline {
  /** A transaction that has no place: it had no effect, or told too few timestamps. */
  static final int NOWHERE = -1;

  private static final int COMMITS = 0;
  private static final int AT_ONCE = 1;
  private static final int BEGINS = 2;
  private static final int KINDS = 3;

  private final Transactions transactions;
  private final Timestamps times;
  private final boolean ofSnapshots;
  private final int[] begin;
  private final int[] effect;
  private @Nullable String missing;

  /**
   * @param ofSnapshots whether reads are at start timestamps
   * @param committed which transactions took effect
   */
  Timeline(Transactions transactions, Timestamps times, boolean ofSnapshots, boolean[] committed) {
    this.transactions = transactions;
    this.times = times;
    this.ofSnapshots = ofSnapshots;
    begin = new int[transactions.size()];
    effect = new int[transactions.size()];
    Arrays.fill(begin, NOWHERE);
    Arrays.fill(effect, NOWHERE);
    for (int txn = 0; txn < committed.length; txn++) {
      if (committed[txn]) {
        place(txn);
      }
    }
  }

  /** Where a transaction begins, which is where its reads are. */
  int begin(int txn) {
    return begin[txn];
  }

  /** Where it takes effect. */
  int effect(int txn) {
    return effect[txn];
  }

  static int rank(int place) {
    return place / KINDS;
  }

  /** Whether the order of transactions at this place is open. */
  static boolean isOpen(int place) {
    return place % KINDS == AT_ONCE;
  }

  /** Whether one commits later than it begins. */
  boolean isLong(int txn) {
    return begin[txn] != effect[txn];
  }

  /** Why a completed transaction has no place, as the end of a sentence; null when all have one. */
  @Nullable String missing() {
    return missing;
  }

  /**
   * All moments in their order: the place in the upper half, the transaction in the lower one, so
   * that those at one place are in the order of their invocations. O(n log n).
   */
  long[] moments() {
    long[] moments = new long[begin.length * 2];
    int size = 0;
    for (int txn = 0; txn < begin.length; txn++) {
      if (begin[txn] != NOWHERE) {
        moments[size++] = (long) begin[txn] << 32 | txn;
        if (isLong(txn)) {
          moments[size++] = (long) effect[txn] << 32 | txn;
        }
      }
    }
    long[] sorted = Arrays.copyOf(moments, size);
    Arrays.parallelSort(sorted);
    return sorted;
  }

  private void place(int txn) {
    int start = times.start(txn);
    int commit = times.commit(txn);
    boolean writes = does(txn, false);
    boolean isSnapshot =
        ofSnapshots
            ? !writes || start != Timestamps.NONE || (transactions.isOk(txn) && does(txn, true))
            : !writes && commit == Timestamps.NONE;
    String lacks =
        isSnapshot && start == Timestamps.NONE
            ? "start-ts"
            : (writes || !isSnapshot) && commit == Timestamps.NONE ? "commit-ts" : null;
    if (lacks != null) {
      if (transactions.isOk(txn) && missing == null) {
        missing =
            "the operation of index "
                + transactions.history().index(transactions.completion(txn))
                + " (process "
                + transactions.process(txn)
                + ") completed without :"
                + lacks;
      }
      return;
    }
    boolean isAtOnce = !isSnapshot || (writes && start == commit);
    begin[txn] = isAtOnce ? commit * KINDS + AT_ONCE : start * KINDS + BEGINS;
    effect[txn] = isAtOnce || !writes ? begin[txn] : commit * KINDS + COMMITS;
  }

  /** Whether the transaction reads or, else, writes anything. */
  private boolean does(int txn, boolean reads) {
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      if ((transactions.microOps().kind(mop) == MicroOps.READ) == reads) {
        return true;
      }
    }
    return false;
  }
}
