package dev.assay.checkers.isolation.counters;

import dev.assay.checkers.isolation.MicroOpsByKey;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.UnfitHistoryException;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The numbers of a history of counters: what increments add, and what reads show. */
final class Counters {
  private final Transactions transactions;
  private final MicroOps microOps;
  private final MicroOpsByKey byKey;
  private final long[] highest;
  private final long[] lowest;

  /**
   * @throws UnfitHistoryException when an operation neither increments nor reads a counter, or the
   *     increments of a key may add up to more than 64 bits hold
   */
  Counters(Transactions transactions) {
    this.transactions = transactions;
    microOps = transactions.microOps();
    for (int txn = 0; txn < transactions.size(); txn++) {
      requireFit(txn);
    }
    byKey = new MicroOpsByKey(transactions, 1);
    highest = new long[transactions.keys()];
    lowest = new long[transactions.keys()];
    for (int key = 0; key < transactions.keys(); key++) {
      addUp(key);
    }
  }

  Transactions transactions() {
    return transactions;
  }

  MicroOpsByKey byKey() {
    return byKey;
  }

  boolean isRead(int mop) {
    return microOps.kind(mop) == MicroOps.READ;
  }

  /** What an increment adds, or what a read of a transaction that completed shows. */
  long number(int mop) {
    Object number = transactions.history().values().get(microOps.value(mop));
    return number == null ? 0 : (Long) number;
  }

  /** Whether some increments, of whatever outcome, may add up to the number. */
  boolean isWithinBounds(int key, long number) {
    return lowest[key] <= number && number <= highest[key];
  }

  private void addUp(int key) {
    try {
      for (int at = byKey.start(key); at < byKey.end(key); at++) {
        if (!isRead(byKey.mop(at))) {
          long amount = number(byKey.mop(at));
          highest[key] = Math.addExact(highest[key], Math.max(amount, 0));
          lowest[key] = Math.addExact(lowest[key], Math.min(amount, 0));
        }
      }
      long unused = Math.subtractExact(highest[key], lowest[key]);
    } catch (ArithmeticException tooMuch) {
      throw new UnfitHistoryException(
          "the increments of the counter "
              + transactions.keyValue(key)
              + " may add up to more than 64 bits hold");
    }
  }

  private void requireFit(int txn) {
    History history = transactions.history();
    int event = transactions.event(txn);
    @Nullable Object value = history.value(event);
    boolean isEmpty = value == null || (value instanceof Collection<?> all && all.isEmpty());
    boolean isFit =
        history.keyId(event) == History.NONE
            && (isEmpty || transactions.start(txn) < transactions.end(txn));
    for (int mop = transactions.start(txn); isFit && mop < transactions.end(txn); mop++) {
      Object shown = microOps.value(mop) < 0 ? value : history.values().get(microOps.value(mop));
      isFit =
          isRead(mop)
              ? shown == null || shown instanceof Long || !transactions.isOk(txn)
              : microOps.name(microOps.kind(mop)).equals("inc") && shown instanceof Long;
    }
    if (!isFit) {
      throw new UnfitHistoryException(
          "counter-inc has transactions of [:r key integer] and [:inc key integer], which may be"
              + " completed as [:inc key [integer new-value]], on one database, but "
              + where(txn)
              + " is none: "
              + value);
    }
  }

  private String where(int txn) {
    return "the operation of index "
        + transactions.history().index(transactions.event(txn))
        + " (process "
        + transactions.process(txn)
        + ")";
  }
}
