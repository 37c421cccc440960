package dev.assay.checkers.isolation.sets;

import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.Writes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with reads of sets alone, and which of them tell something new. */
final class SetReadChecks {
  private static final int NONE = -1;

  private final Transactions transactions;
  private final SetReads reads;
  private final Writes writes;
  private final Findings findings;

  /** By value id: the last look that found the element in the read, or met it on the way. */
  private final int[] shownIn;

  private final int[] metIn;
  private int look;

  SetReadChecks(Transactions transactions, SetReads reads, Writes writes, Findings findings) {
    this.transactions = transactions;
    this.reads = reads;
    this.writes = writes;
    this.findings = findings;
    int values = transactions.history().values().size();
    shownIn = new int[values];
    metIn = new int[values];
    for (int txn = 0; txn < transactions.size(); txn++) {
      for (int mop = transactions.start(txn);
          transactions.isOk(txn) && mop < transactions.end(txn);
          mop++) {
        if (reads.isRead(mop)) {
          checkElements(txn, mop);
          checkOwn(txn, mop);
        }
      }
    }
  }

  /**
   * Whether a read tells more than an earlier one of the same key in its transaction: it is the
   * first, or contradicts that.
   */
  boolean isTelling(int txn, int mop) {
    int earlier = earlierRead(txn, mop);
    return earlier == NONE || !follows(earlier, mop);
  }

  private void checkElements(int txn, int mop) {
    lookAt(mop);
    for (int at = reads.start(mop); at < reads.end(mop); at++) {
      int element = reads.element(at);
      if (element == SetReads.UNKNOWN) {
        report(AnomalyType.GARBAGE_READ, txn, mop, reads.unknown(mop));
        continue;
      }
      if (!isNew(element)) {
        report(AnomalyType.DUPLICATE_ELEMENTS, txn, mop, value(element));
        continue;
      }
      int key = transactions.microOps().key(mop);
      int write = writes.only(key, element);
      int any = writes.first(key, element);
      if (any == Writes.NONE) {
        report(AnomalyType.GARBAGE_READ, txn, mop, value(element));
      } else if (write == Writes.NONE) {
        report(AnomalyType.G1A, txn, mop, value(element), ref(any));
      } else if (writes.txn(write) == txn && writes.mop(write) > mop) {
        report(AnomalyType.FUTURE_READ, txn, mop, value(element), ref(write));
      } else if (writes.txn(write) != txn) {
        checkIntermediate(txn, mop, write, element);
      }
    }
  }

  /** Whether it misses what the writer of an element that it shows added later. */
  private void checkIntermediate(int txn, int mop, int write, int element) {
    int writer = writes.txn(write);
    for (int m = writes.mop(write) + 1; m < transactions.end(writer); m++) {
      if (transactions.key(m) == transactions.key(mop)
          && !reads.isRead(m)
          && shownIn[transactions.microOps().value(m)] != look) {
        report(AnomalyType.G1B, txn, mop, value(element), ref(write), transactions.ref(writer, m));
        return;
      }
    }
  }

  /** Whether it is what the transaction's own operations on the key before make it. */
  private void checkOwn(int txn, int mop) {
    int earlier = earlierRead(txn, mop);
    if (earlier != NONE) {
      if (!follows(earlier, mop)) {
        report(AnomalyType.INTERNAL, txn, mop, null, transactions.ref(txn, earlier));
      }
      return;
    }
    for (int m = transactions.start(txn); m < mop; m++) {
      if (transactions.key(m) == transactions.key(mop)
          && !reads.shows(mop, transactions.microOps().value(m))) {
        report(AnomalyType.INTERNAL, txn, mop, null, transactions.ref(txn, m));
        return;
      }
    }
  }

  private int earlierRead(int txn, int mop) {
    for (int m = mop - 1; m >= transactions.start(txn); m--) {
      if (transactions.key(m) == transactions.key(mop) && reads.isRead(m)) {
        return m;
      }
    }
    return NONE;
  }

  /** Whether the later read shows what the earlier one did and what was added between. */
  private boolean follows(int earlier, int later) {
    int left = lookAt(later);
    boolean isUnknownShown = showsUnknown(later);
    for (int at = reads.start(earlier); at < reads.end(earlier); at++) {
      int element = reads.element(at);
      if (element == SetReads.UNKNOWN ? !isUnknownShown : shownIn[element] != look) {
        return false;
      }
      left -= element != SetReads.UNKNOWN && isNew(element) ? 1 : 0;
    }
    for (int m = earlier + 1; m < later; m++) {
      if (transactions.key(m) == transactions.key(later) && !reads.isRead(m)) {
        int added = transactions.microOps().value(m);
        if (shownIn[added] != look) {
          return false;
        }
        left -= isNew(added) ? 1 : 0;
      }
    }
    return left == 0 && (!isUnknownShown || showsUnknown(earlier));
  }

  /** Marks what a read shows; returns how many different elements, of those that are known. */
  private int lookAt(int mop) {
    look++;
    int different = 0;
    for (int at = reads.start(mop); at < reads.end(mop); at++) {
      int element = reads.element(at);
      if (element != SetReads.UNKNOWN && shownIn[element] != look) {
        shownIn[element] = look;
        different++;
      }
    }
    return different;
  }

  /** Whether this look has not met the element before. */
  private boolean isNew(int element) {
    boolean isNew = metIn[element] != look;
    metIn[element] = look;
    return isNew;
  }

  private boolean showsUnknown(int mop) {
    return reads.shows(mop, SetReads.UNKNOWN);
  }

  private @Nullable Object value(int element) {
    return transactions.history().values().get(element);
  }

  private MicroOpRef ref(int write) {
    return transactions.ref(writes.txn(write), writes.mop(write));
  }

  private void report(
      AnomalyType type, int txn, int mop, @Nullable Object element, MicroOpRef... others) {
    if (findings.count(type)) {
      List<MicroOpRef> refs = new ArrayList<>();
      refs.add(transactions.ref(txn, mop));
      refs.addAll(List.of(others));
      Object key = transactions.keyValue(transactions.key(mop));
      findings.keep(new Evidence(type, key, element, refs));
    }
  }
}
