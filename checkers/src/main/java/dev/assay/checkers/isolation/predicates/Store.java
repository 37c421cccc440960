package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.Transactions;
import java.util.ArrayList;
import java.util.List;

/**
 * What all keys hold while transactions are done one after the other, and how many of them match
 * each predicate. A write takes O(predicates of remainders), a predicate read O(what it shows).
 */
final class Store {
  private final Columns columns;
  private final Transactions transactions;
  private final int[] held;
  private final int[] holding;
  private final List<Integer> remainders = new ArrayList<>();
  private final int[] matching;
  private int there;
  private long state;

  /** What the init made, or nothing. */
  Store(Columns columns, Versions versions) {
    this.columns = columns;
    transactions = columns.transactions();
    held = new int[columns.keys()];
    holding = new int[columns.values()];
    matching = new int[columns.predicates().size()];
    for (int p = 0; p < matching.length; p++) {
      if (columns.predicates().get(p) instanceof Predicate.Remainder) {
        remainders.add(p);
      }
    }
    for (int key = 0; key < held.length; key++) {
      set(key, versions.value(key));
    }
  }

  int get(int key) {
    return held[key];
  }

  /** Another number whenever something is written. */
  long state() {
    return state;
  }

  void set(int key, int value) {
    int old = held[key];
    state++;
    held[key] = value;
    there += (value == Columns.ABSENT ? 0 : 1) - (old == Columns.ABSENT ? 0 : 1);
    holding[old]--;
    holding[value]++;
    for (int p : remainders) {
      matching[p] += matches(p, value) - matches(p, old);
    }
  }

  private int matches(int predicate, int value) {
    return columns.matches(predicate, value) ? 1 : 0;
  }

  /** How many keys match. */
  private int matching(int predicate) {
    return switch (columns.predicates().get(predicate)) {
      case Predicate.Every every -> there;
      case Predicate.Equal equal -> holding[columns.asked(predicate)];
      case Predicate.Remainder remainder -> matching[predicate];
    };
  }

  /** Whether all reads of a transaction that completed are right now. */
  boolean explains(int txn) {
    for (int m = transactions.start(txn); m < transactions.end(txn); m++) {
      boolean isRight =
          switch (columns.kind(m)) {
            case Columns.READ -> now(txn, m, columns.key(m)) == columns.value(m);
            case Columns.WRITE -> true;
            default -> explains(txn, m);
          };
      if (!isRight) {
        return false;
      }
    }
    return true;
  }

  private boolean explains(int txn, int read) {
    int predicate = columns.predicate(read);
    int expected = matching(predicate);
    for (int m = transactions.start(txn); m < read; m++) {
      if (columns.kind(m) == Columns.WRITE && columns.lastWrite(txn, read, columns.key(m)) == m) {
        expected += matches(predicate, columns.value(m)) - matches(predicate, held[columns.key(m)]);
      }
    }
    if (columns.shownEnd(read) - columns.shownStart(read) != expected) {
      return false;
    }
    for (int at = columns.shownStart(read); at < columns.shownEnd(read); at++) {
      if (now(txn, read, columns.shownKey(at)) != columns.shownValue(at)
          || !columns.matches(predicate, columns.shownValue(at))) {
        return false;
      }
    }
    return true;
  }

  private int now(int txn, int m, int key) {
    int own = columns.lastWrite(txn, m, key);
    return own == Columns.NONE ? held[key] : columns.value(own);
  }
}
