package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.Transactions;
import java.util.HashSet;
import java.util.Set;

/**
 * What has to have been committed before a transaction at read committed: all that is read of a key
 * was finally written before by somebody, and of each key that a predicate read does not show there
 * had been a version that does not match (Adya 1999, sections 4.2.2 and 4.3.2).
 *
 * <p>What a transaction wrote itself it may read at this level. A read that finds nothing of what
 * the init made, or does not show it, saw what others left behind, for nobody saw what was there
 * before the init.
 */
final class CommitNeeds {
  private final Columns columns;
  private final Transactions transactions;
  private final Versions versions;

  /** Takes what one transaction needs. */
  interface Taker {
    /** That somebody left a value behind, or nothing. */
    void value(int mop, int key, int value);

    /** That somebody left behind what does not match a predicate. */
    void other(int mop, int key, int predicate);
  }

  CommitNeeds(Columns columns, Versions versions) {
    this.columns = columns;
    this.versions = versions;
    transactions = columns.transactions();
  }

  /** Gives what one that completed needs, other than the init. */
  void of(int txn, Taker taker) {
    Set<Integer> own = new HashSet<>();
    for (int m = transactions.start(txn); m < transactions.end(txn); m++) {
      switch (columns.kind(m)) {
        case Columns.WRITE -> own.add(columns.key(m));
        case Columns.READ -> read(txn, m, columns.key(m), columns.value(m), own, taker);
        default -> {
          Set<Integer> shown = new HashSet<>();
          for (int at = columns.shownStart(m); at < columns.shownEnd(m); at++) {
            shown.add(columns.shownKey(at));
            read(txn, m, columns.shownKey(at), columns.shownValue(at), own, taker);
          }
          missing(m, shown, own, taker);
        }
      }
    }
  }

  private void read(int txn, int read, int key, int value, Set<Integer> own, Taker taker) {
    boolean isThere =
        versions.value(key) == value || (own.contains(key) && wroteBefore(txn, read, key, value));
    if (!isThere) {
      taker.value(read, key, value);
    }
  }

  private boolean wroteBefore(int txn, int read, int key, int value) {
    for (int m = transactions.start(txn); m < read; m++) {
      if (columns.kind(m) == Columns.WRITE && columns.key(m) == key && columns.value(m) == value) {
        return true;
      }
    }
    return false;
  }

  private void missing(int read, Set<Integer> shown, Set<Integer> own, Taker taker) {
    for (int i = 0; i < columns.initKeys().length; i++) {
      int key = columns.initKeys()[i];
      boolean isMissing =
          columns.matches(columns.predicate(read), columns.initValues()[i])
              && !shown.contains(key)
              && !own.contains(key);
      if (isMissing) {
        taker.other(read, key, columns.predicate(read));
      }
    }
  }
}
