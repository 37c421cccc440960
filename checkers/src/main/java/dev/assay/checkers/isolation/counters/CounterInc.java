package dev.assay.checkers.isolation.counters;

import dev.assay.checkers.isolation.Inference;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.UnfitHistoryException;
import dev.assay.checkers.isolation.sets.SetAdd;
import dev.assay.histories.History;

/**
 * Inference for counters, which begin at 0. Where sums of a key's increments tell which they are
 * sums of, a counter is a set that only grows; where they do not, orders are sought ({@link
 * LikelyOrder}, {@link SerialSearch}).
 */
public final class CounterInc {
  private CounterInc() {}

  /**
   * Infers what there is to infer.
   *
   * @throws UnfitHistoryException when it is no history of this workload
   */
  public static Inference infer(History history) {
    Transactions transactions = Answers.takenApart(history);
    Counters counters = new Counters(transactions);
    History sets = AsSets.of(counters);
    return sets == null ? new BlindCounters(counters) : SetAdd.infer(transactions.translated(sets));
  }
}
