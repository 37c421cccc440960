package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.History;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Seeks a small part of a history that no order explains: the keys that a few transactions write
 * which completed one after the other, all who write those keys, and who completed about then. What
 * is found is made smaller as long as no order explains it.
 *
 * <p>Parts of more transactions than all orders are tried of are left out. A few searches for
 * orders for each transaction.
 */
final class PartSearch {
  /** Of how many transactions all orders are tried. */
  private static final int TRIED_MAX = 63;

  /** Of how many that completed one after the other all keys are looked at that they write. */
  private static final int[] SIZES = {2, 4, 8, 16};

  /** How many are looked at beside them that completed before and after. */
  private static final int BESIDE = 10;

  private final Columns columns;
  private final Transactions transactions;
  private final Versions versions;
  private final Predicate<History> hasNoOrder;
  private final Budget budget;

  /** Those that were looked at last. */
  private BitSet lookedAt = new BitSet();

  /** Those that completed, in the order in which they did. */
  private final int[] completed;

  /**
   * @param hasNoOrder whether no order explains a history
   */
  PartSearch(Columns columns, Versions versions, Predicate<History> hasNoOrder, Budget budget) {
    this.columns = columns;
    this.versions = versions;
    this.hasNoOrder = hasNoOrder;
    this.budget = budget;
    transactions = columns.transactions();
    completed =
        IntStream.range(0, transactions.size())
            .filter(t -> transactions.isOk(t) && t != columns.init())
            .boxed()
            .sorted(
                (s, t) -> Integer.compare(transactions.completion(s), transactions.completion(t)))
            .mapToInt(t -> t)
            .toArray();
  }

  /** A part that no order explains, as small as was found; null when none was found. */
  @Nullable HistoryPart find() {
    for (int size : SIZES) {
      for (int last = 0; last < completed.length && !budget.isSpent(); last++) {
        HistoryPart part = around(Math.max(0, last - size + 1), last);
        if (part != null && hasNoOrder.test(part.history())) {
          return smaller(part);
        }
      }
    }
    return null;
  }

  /**
   * The keys that some write which completed one after the other, all who write these keys, and
   * others that completed then; null where that is too much, or was looked at before.
   */
  private @Nullable HistoryPart around(int first, int last) {
    BitSet keys = new BitSet();
    for (int at = first; at <= last; at++) {
      int txn = completed[at];
      for (int w = versions.writeStart(txn); w < versions.writeStart(txn + 1); w++) {
        keys.set(versions.key(w));
      }
    }
    if (keys.isEmpty() || keys.equals(lookedAt) || !keys.stream().allMatch(this::hasFewWriters)) {
      return null;
    }
    lookedAt = keys;
    BitSet kept = writers(keys);
    if (kept.cardinality() > TRIED_MAX) {
      return null;
    }
    int end = Math.min(completed.length, last + 1 + BESIDE);
    for (int at = Math.max(0, first - BESIDE); at < end && kept.cardinality() < TRIED_MAX; at++) {
      kept.set(completed[at]);
    }
    return new HistoryPart(columns, keys, kept.stream().toArray());
  }

  private boolean hasFewWriters(int key) {
    return versions.endOf(key) - versions.startOf(key) <= TRIED_MAX;
  }

  private BitSet writers(BitSet keys) {
    BitSet writers = new BitSet();
    keys.stream()
        .flatMap(key -> Arrays.stream(versions.all(), versions.startOf(key), versions.endOf(key)))
        .map(versions::txn)
        .forEach(writers::set);
    return writers;
  }

  private HistoryPart smaller(HistoryPart found) {
    HistoryPart part = found;
    for (int key : found.keys().stream().toArray()) {
      BitSet keys = (BitSet) part.keys().clone();
      keys.clear(key);
      HistoryPart less = new HistoryPart(columns, keys, part.transactions());
      part = !keys.isEmpty() && hasNoOrder.test(less.history()) ? less : part;
    }
    BitSet writers = writers(part.keys());
    for (int txn : part.transactions()) {
      if (!writers.get(txn)) {
        int[] others = Arrays.stream(part.transactions()).filter(t -> t != txn).toArray();
        HistoryPart less = new HistoryPart(columns, part.keys(), others);
        part = hasNoOrder.test(less.history()) ? less : part;
      }
    }
    return part;
  }
}
