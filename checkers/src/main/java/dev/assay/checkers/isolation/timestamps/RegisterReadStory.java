package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.Writes;
import org.jspecify.annotations.Nullable;

/** Reads of registers that do not show what was written last. */
final class RegisterReadStory extends ReadStory {
  private final Versions versions;

  RegisterReadStory(
      Transactions transactions, Timeline timeline, Versions versions, boolean ofSnapshots) {
    super(transactions, timeline, ofSnapshots);
    this.versions = versions;
  }

  @Override
  boolean isConsequence(int txn, int mop) {
    int previous = previous(txn, mop);
    return previous != NONE && isRead(previous) && microOps.value(previous) == microOps.value(mop);
  }

  @Override
  @Nullable Evidence tell(int txn, int mop) {
    int value = microOps.value(mop);
    int previous = previous(txn, mop);
    if (previous != NONE) {
      return evidence(AnomalyType.INTERNAL, txn, mop, value, txn, previous);
    }
    int key = transactions.key(mop);
    int writer = versions.writer(key);
    if (value != 0) {
      Evidence alone = ofValue(txn, mop, value);
      if (alone != null) {
        return alone;
      }
    }
    boolean isStale =
        writer != Versions.NONE
            && isVisible(writer, txn)
            && nobodyElse(txn, mop, other -> isBefore(other, writer) || isInvisible(other, txn));
    return isStale ? evidence(stale(), txn, mop, value, writer, lastWrite(writer, mop)) : null;
  }

  /** What the value alone shows, whoever wrote last. */
  private @Nullable Evidence ofValue(int txn, int mop, int value) {
    int possible = NONE;
    int failed = NONE;
    int failures = 0;
    int count = 0;
    int first = writes().first(microOps.key(mop), value);
    for (int write = first; write != Writes.NONE; write = writes().next(write)) {
      if (writes().isPossible(write)) {
        possible = write;
        count++;
      } else {
        failed = write;
        failures++;
      }
    }
    if (count == 0) {
      return failures == 0
          ? evidence(AnomalyType.GARBAGE_READ, txn, mop, value)
          : failures == 1 ? of(AnomalyType.G1A, txn, mop, failed) : null;
    }
    if (count == 1) {
      int by = writes().txn(possible);
      if (by == txn) {
        return of(AnomalyType.FUTURE_READ, txn, mop, possible);
      }
      int last = lastWrite(by, mop);
      if (last != writes().mop(possible)) {
        return evidence(AnomalyType.G1B, txn, mop, value, by, writes().mop(possible), by, last);
      }
    }
    boolean isFuture =
        writes().txn(possible) != txn && nobodyElse(txn, mop, other -> isInvisible(other, txn));
    return isFuture ? of(future(), txn, mop, possible) : null;
  }

  private Evidence of(AnomalyType type, int txn, int mop, int write) {
    return evidence(type, txn, mop, microOps.value(mop), writes().txn(write), writes().mop(write));
  }

  /** Something that is true of a transaction. */
  private interface Rule {
    boolean holds(int txn);
  }

  /** Whether nobody can have written what the read shows, but those of whom the rule is true. */
  private boolean nobodyElse(int txn, int mop, Rule excluded) {
    int first = writes().first(microOps.key(mop), microOps.value(mop));
    for (int write = first; write != Writes.NONE; write = writes().next(write)) {
      if (writes().isPossible(write)
          && writes().txn(write) != txn
          && !excluded.holds(writes().txn(write))) {
        return false;
      }
    }
    return true;
  }

  private int lastWrite(int writer, int read) {
    for (int m = transactions.end(writer) - 1; m >= transactions.start(writer); m--) {
      if (!isRead(m) && microOps.key(m) == microOps.key(read)) {
        return m;
      }
    }
    throw new IllegalStateException("transaction " + writer + " does not write that key");
  }
}
