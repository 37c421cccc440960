package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.Transactions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What transactions that completed read of single keys, by a read or as what a predicate read
 * shows: which version each first read of a key is of, and what is wrong with reads by themselves.
 *
 * <p>One pass over the micro-operations and what predicate reads show.
 */
final class Reads {
  static final int NONE = -1;

  private final Columns columns;
  private final Transactions transactions;
  private final Versions versions;
  private final Unshown unshown;
  private final Findings findings;

  /** First reads of keys, in the order of their transactions: of which version. */
  private int[] version = new int[64];

  private int[] mop = new int[64];
  private int size;
  private final int[] readStart;

  /** Reads of nothing, of a key that the init made and nobody deleted, as pairs. */
  private int[] missedInit = new int[0];

  /** A key of which a read may be of several versions, or {@link #NONE}. */
  private int ambiguousKey = NONE;

  private boolean contradictsPredicates;

  /** By key: the transaction that wrote or read it last, how, and what it held then. */
  private final int[] ownIn;

  private final int[] ownMop;
  private final int[] seenIn;
  private final int[] seenMop;
  private final int[] seenValue;
  private final int[] seenVersion;

  /** By key: the predicate read that showed it last. */
  private final int[] shownIn;

  private int look;

  Reads(Columns columns, Versions versions, Unshown unshown, Findings findings) {
    this.columns = columns;
    this.versions = versions;
    this.unshown = unshown;
    this.findings = findings;
    transactions = columns.transactions();
    ownIn = filled();
    ownMop = filled();
    seenIn = filled();
    seenMop = filled();
    seenValue = filled();
    seenVersion = filled();
    shownIn = new int[columns.keys()];
    readStart = new int[transactions.size() + 1];
    for (int txn = 0; txn < transactions.size(); txn++) {
      readStart[txn] = size;
      if (transactions.isOk(txn) && txn != columns.init()) {
        look(txn);
      }
    }
    readStart[transactions.size()] = size;
  }

  private int[] filled() {
    int[] column = new int[columns.keys()];
    Arrays.fill(column, NONE);
    return column;
  }

  private void look(int txn) {
    for (int m = transactions.start(txn); m < transactions.end(txn); m++) {
      switch (columns.kind(m)) {
        case Columns.READ -> observe(txn, m, columns.key(m), columns.value(m));
        case Columns.WRITE -> write(txn, m);
        default -> lookAtShown(txn, m);
      }
    }
  }

  private void write(int txn, int m) {
    int key = columns.key(m);
    if (ownIn[key] != txn) {
      int before = seenIn[key] == txn ? seenVersion[key] : unshown.before(txn, m);
      if (before >= 0) {
        versions.setParent(versions.by(txn, key), before);
      }
    }
    ownIn[key] = txn;
    ownMop[key] = m;
  }

  private void lookAtShown(int txn, int read) {
    look++;
    int predicate = columns.predicate(read);
    for (int at = columns.shownStart(read); at < columns.shownEnd(read); at++) {
      int key = columns.shownKey(at);
      int value = columns.shownValue(at);
      shownIn[key] = look;
      if (!columns.matches(predicate, value)) {
        contradictsPredicates = true;
        report(AnomalyType.PREDICATE_READ_MISMATCH, txn, read, key, value);
      }
      observe(txn, read, key, value);
    }
    for (int m = transactions.start(txn); m < read; m++) {
      boolean isMissed =
          columns.kind(m) == Columns.WRITE
              && ownMop[columns.key(m)] == m
              && shownIn[columns.key(m)] != look
              && columns.matches(predicate, columns.value(m));
      if (isMissed) {
        report(AnomalyType.OVERLOOKED_WRITE, txn, read, columns.key(m), NONE, ref(txn, m));
      }
    }
  }

  private void observe(int txn, int m, int key, int value) {
    if (ownIn[key] == txn) {
      if (columns.value(ownMop[key]) != value) {
        report(AnomalyType.OVERLOOKED_WRITE, txn, m, key, NONE, ref(txn, ownMop[key]));
        lookForWriter(txn, m, key, value);
      }
      return;
    }
    if (seenIn[key] == txn) {
      if (seenValue[key] != value) {
        report(AnomalyType.INTERNAL, txn, m, key, NONE, ref(txn, seenMop[key]));
        lookForWriter(txn, m, key, value);
      }
      return;
    }
    seenIn[key] = txn;
    seenMop[key] = m;
    seenValue[key] = value;
    seenVersion[key] = versions.only(key, value, txn);
    if (seenVersion[key] >= 0) {
      add(m, seenVersion[key]);
    } else if (seenVersion[key] == Versions.SEVERAL) {
      ambiguousKey = key;
    } else if (value == Columns.ABSENT) {
      missedInit = Arrays.copyOf(missedInit, missedInit.length + 2);
      missedInit[missedInit.length - 2] = txn;
      missedInit[missedInit.length - 1] = m;
    } else {
      reportUnversioned(txn, m, key, value);
    }
  }

  /** Of a read that contradicts its own transaction: whether somebody wrote what it shows. */
  private void lookForWriter(int txn, int m, int key, int value) {
    for (int w = versions.firstOf(key, value); w != NONE; w = versions.nextOf(w)) {
      if (versions.txn(w) == txn && versions.mop(w) < m) {
        return;
      }
    }
    if (value != Columns.ABSENT && versions.only(key, value, txn) == NONE) {
      reportUnversioned(txn, m, key, value);
    }
  }

  /**
   * Of a value that is no version: who wrote it was not done, failed, or is the reader, or none.
   */
  private void reportUnversioned(int txn, int m, int key, int value) {
    int failed = NONE;
    int own = NONE;
    for (int w = versions.firstOf(key, value); w != NONE; w = versions.nextOf(w)) {
      if (versions.txn(w) == txn) {
        own = versions.mop(w);
      } else if (transactions.isFailed(versions.txn(w))) {
        failed = w;
      } else {
        int last = versions.by(versions.txn(w), key);
        report(AnomalyType.G1B, txn, m, key, value, ref(w), ref(last));
        return;
      }
    }
    if (failed != NONE) {
      report(AnomalyType.G1A, txn, m, key, value, ref(failed));
    } else if (own != NONE) {
      report(AnomalyType.FUTURE_READ, txn, m, key, value, ref(txn, own));
    } else {
      report(AnomalyType.GARBAGE_READ, txn, m, key, value);
    }
  }

  private void add(int m, int itsVersion) {
    if (size == version.length) {
      version = Arrays.copyOf(version, 2 * size);
      mop = Arrays.copyOf(mop, 2 * size);
    }
    version[size] = itsVersion;
    mop[size++] = m;
  }

  /** The reads of a transaction are those from here until that of the next. */
  int start(int txn) {
    return readStart[txn];
  }

  int version(int read) {
    return version[read];
  }

  int mop(int read) {
    return mop[read];
  }

  /** Transactions and the reads by which they found nothing of what the init made, in pairs. */
  int[] missedInit() {
    return missedInit;
  }

  /** A key of which it is not known from whom a read is, or {@link #NONE}. */
  int ambiguousKey() {
    return ambiguousKey;
  }

  /** Whether some predicate read shows what does not match. */
  boolean contradictsPredicates() {
    return contradictsPredicates;
  }

  private MicroOpRef ref(int write) {
    return ref(versions.txn(write), versions.mop(write));
  }

  private MicroOpRef ref(int txn, int m) {
    return transactions.ref(txn, m);
  }

  private void report(AnomalyType type, int txn, int m, int key, int value, MicroOpRef... others) {
    if (findings.count(type)) {
      List<MicroOpRef> refs = new ArrayList<>();
      refs.add(ref(txn, m));
      refs.addAll(List.of(others));
      @Nullable Object element = value == NONE ? null : columns.valueOf(value);
      findings.keep(new Evidence(type, columns.keyValue(key), element, refs));
    }
  }
}
