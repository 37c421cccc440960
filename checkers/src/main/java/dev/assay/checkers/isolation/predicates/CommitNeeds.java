package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.Transactions;
import java.util.HashSet;
import java.util.Set;

/**
 * What has to have been committed before a transaction at read committed: all that is read of a key
 * was finally written before by somebody, and of each key that a predicate read does not show there
 * had been a version that does not match (Adya 1999, sections 4.2.2 and 4.3.2).
 *
 * <p>What a transaction wrote itself it may read at this level; and where a key is not there, or
 * not shown, though the init made it and nobody else can have deleted it, or changed it so, nothing
 * was read that anybody committed.
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
          missing(txn, m, shown, own, taker);
        }
      }
    }
  }

  private void read(int txn, int read, int key, int value, Set<Integer> own, Taker taker) {
    boolean isThere =
        versions.value(key) == value
            || (own.contains(key) && wroteBefore(txn, read, key, value))
            || (value == Columns.ABSENT && !mayBeDeleted(txn, key));
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

  private boolean mayBeDeleted(int reader, int key) {
    for (int w = versions.firstOf(key, Columns.ABSENT); w >= 0; w = versions.nextOf(w)) {
      if (versions.isVersion(w) && versions.txn(w) != reader) {
        return true;
      }
    }
    return false;
  }

  private void missing(int txn, int read, Set<Integer> shown, Set<Integer> own, Taker taker) {
    for (int i = 0; i < columns.initKeys().length; i++) {
      int key = columns.initKeys()[i];
      boolean isMissing =
          columns.matches(columns.predicate(read), columns.initValues()[i])
              && !shown.contains(key)
              && !own.contains(key)
              && mayBeChanged(txn, key, columns.predicate(read));
      if (isMissing) {
        taker.other(read, key, columns.predicate(read));
      }
    }
  }

  private boolean mayBeChanged(int reader, int key, int predicate) {
    for (int at = versions.startOf(key); at < versions.endOf(key); at++) {
      int version = versions.at(at);
      if (versions.txn(version) != reader && !columns.matches(predicate, versions.value(version))) {
        return true;
      }
    }
    return false;
  }
}
