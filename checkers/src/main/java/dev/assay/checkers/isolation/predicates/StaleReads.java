package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.Transactions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads of versions that were overwritten before, though no transaction read one version before it
 * wrote the next: of every version that a read may have seen, a later one had been written when the
 * reader was invoked, or the reader had completed when the writer was invoked. Of the real time of
 * all, or, for versions of the reader's own process, of the order of that process.
 *
 * <p>O(log writes) a read and key that it tells of, so many of which are looked at.
 */
final class StaleReads {
  private static final int NONE = -1;

  private final Columns columns;
  private final Transactions transactions;
  private final Versions versions;
  private final Findings findings;

  /** By key: when writes completed that did, ascending; made when asked for. */
  private final int[][] completed;

  /** Of which keys the order of all versions is known, so that cycles tell what is stale. */
  private final boolean[] isOrdered;

  /** The write among those up to here that was invoked last. */
  private final int[][] latest;

  /** By key: one more than the transaction that read or wrote it last. */
  private final int[] metIn;

  /** By process and key: the last version by one that completed before. */
  private final Map<Long, Integer> lastOfProcess = new HashMap<>();

  StaleReads(Columns columns, Versions versions, Findings findings) {
    this.columns = columns;
    this.versions = versions;
    this.findings = findings;
    transactions = columns.transactions();
    completed = new int[columns.keys()][];
    latest = new int[columns.keys()][];
    metIn = new int[columns.keys()];
    isOrdered = new boolean[columns.keys()];
    for (int key = 0; key < isOrdered.length; key++) {
      isOrdered[key] = isChain(key);
    }
  }

  private boolean isChain(int key) {
    int at = key;
    int left = versions.endOf(key) - versions.startOf(key);
    while (versions.childEnd(at) - versions.childStart(at) == 1) {
      at = versions.child(versions.childStart(at));
      left--;
    }
    return left == 0;
  }

  /** Whether the order of all versions of the key is known. */
  boolean isOrdered(int key) {
    return isOrdered[key];
  }

  /** Looks at all that transactions read of single keys or were shown. */
  void lookAtItems() {
    for (int txn = 0; txn < transactions.size(); txn++) {
      if (transactions.isOk(txn) && txn != columns.init()) {
        lookAtItems(txn);
        for (int w = versions.writeStart(txn); w < versions.writeStart(txn + 1); w++) {
          if (versions.isVersion(w)) {
            lastOfProcess.put(pair(txn, versions.key(w)), w);
          }
        }
      }
    }
  }

  private void lookAtItems(int txn) {
    for (int m = transactions.start(txn); m < transactions.end(txn); m++) {
      if (columns.kind(m) == Columns.PREDICATE_READ) {
        for (int at = columns.shownStart(m); at < columns.shownEnd(m); at++) {
          lookAtItem(txn, m, columns.shownKey(at), columns.shownValue(at));
        }
      } else if (columns.kind(m) == Columns.READ) {
        lookAtItem(txn, m, columns.key(m), columns.value(m));
      }
      if (columns.kind(m) == Columns.WRITE) {
        metIn[columns.key(m)] = txn + 1;
      }
    }
  }

  /** Looks at the first read of a key by a transaction that has not written it before. */
  private void lookAtItem(int txn, int mop, int key, int value) {
    if (isOrdered[key] || metIn[key] == txn + 1) {
      return;
    }
    metIn[key] = txn + 1;
    int own = lastOfProcess.getOrDefault(pair(txn, key), NONE);
    int only = versions.only(key, value, txn);
    boolean isOvertaken =
        own != NONE
            && only >= 0
            && !versions.isRoot(only)
            && transactions.isOk(versions.txn(only))
            && transactions.process(versions.txn(only)) == transactions.process(txn)
            && versions.txn(only) < versions.txn(own);
    if (isOvertaken) {
      report(AnomalyType.G_SINGLE_ITEM_PROCESS, txn, mop, own);
      return;
    }
    int overwriter = overwriter(txn, key);
    boolean isAny = false;
    boolean isThere = false;
    for (int w = versions.firstOf(key, value); w != NONE; w = versions.nextOf(w)) {
      if (versions.isVersion(w) && versions.txn(w) != txn) {
        isAny = true;
        isThere |= overwriter == NONE || mayBeSeen(txn, w, overwriter);
      }
    }
    if (isAny && !isThere) {
      report(AnomalyType.G_SINGLE_ITEM_REALTIME, txn, mop, overwriter);
    }
  }

  private long pair(int txn, int key) {
    return (long) transactions.process(txn) << 32 | key;
  }

  /**
   * Looks at a key that a predicate read does not show.
   *
   * @param invoked when those of its versions that do not match were written, ascending
   * @param lastCompletion by place, when the last of those up to there completed
   */
  void lookAtAbsence(int txn, int mop, int key, int[] invoked, int[] lastCompletion) {
    int overwriter = overwriter(txn, key);
    if (overwriter == NONE) {
      return;
    }
    int completion = transactions.completion(txn);
    int low = 0;
    int high = invoked.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (invoked[middle] < completion) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0 || lastCompletion[low - 1] < invocation(overwriter)) {
      report(AnomalyType.G_SINGLE_REALTIME, txn, mop, overwriter);
    }
  }

  /** When a version was there for certain: never, when its outcome is unknown. */
  int completion(int version) {
    return versions.isRoot(version)
        ? NONE
        : transactions.isOk(versions.txn(version))
            ? transactions.completion(versions.txn(version))
            : Integer.MAX_VALUE;
  }

  /** When a version was begun to be written; before all, where it was there at first. */
  int invocation(int version) {
    return versions.isRoot(version) ? NONE : transactions.invocation(versions.txn(version));
  }

  private boolean mayBeSeen(int txn, int version, int overwriter) {
    return invocation(version) < transactions.completion(txn)
        && completion(version) >= invocation(overwriter);
  }

  /** Of the versions that were written before the transaction began, the one invoked last. */
  private int overwriter(int txn, int key) {
    if (!transactions.history().isRealTime()) {
      return NONE;
    }
    if (completed[key] == null) {
      collect(key);
    }
    int invoked = transactions.invocation(txn);
    int low = 0;
    int high = completed[key].length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (completed[key][middle] < invoked) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? NONE : latest[key][low - 1];
  }

  private void collect(int key) {
    int[] found =
        Arrays.stream(versions.all(), versions.startOf(key), versions.endOf(key))
            .filter(version -> transactions.isOk(versions.txn(version)))
            .boxed()
            .sorted((one, other) -> Integer.compare(completion(one), completion(other)))
            .mapToInt(version -> version)
            .toArray();
    int[] last = found.clone();
    for (int i = 1; i < last.length; i++) {
      last[i] = invocation(last[i - 1]) > invocation(found[i]) ? last[i - 1] : found[i];
    }
    completed[key] = Arrays.stream(found).map(this::completion).toArray();
    latest[key] = last;
  }

  private void report(AnomalyType type, int txn, int mop, int overwriter) {
    if (findings.count(type)) {
      MicroOpRef read = transactions.ref(txn, mop);
      MicroOpRef write = transactions.ref(versions.txn(overwriter), versions.mop(overwriter));
      Object key = columns.keyValue(versions.key(overwriter));
      findings.keep(new Evidence(type, key, null, List.of(read, write)));
    }
  }
}
