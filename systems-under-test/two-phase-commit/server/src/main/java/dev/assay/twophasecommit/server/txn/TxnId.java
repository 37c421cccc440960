package dev.assay.twophasecommit.server.txn;

import java.util.Comparator;

/**
 * The name of one attempt of a transaction, never given twice. Ordered by age, the older first:
 * that order decides who waits for whom.
 *
 * @param bornMillis when the first attempt began, by the coordinator's clock, which may be wrong:
 *     only fairness depends on it
 * @param coordinator the node that decides
 * @param epoch how often that node had started
 * @param number of the attempt within the epoch
 */
public record TxnId(long bornMillis, String coordinator, long epoch, long number)
    implements Comparable<TxnId> {
  private static final Comparator<TxnId> AGE =
      Comparator.comparingLong(TxnId::bornMillis)
          .thenComparing(TxnId::coordinator)
          .thenComparingLong(TxnId::epoch)
          .thenComparingLong(TxnId::number);

  @Override
  public int compareTo(TxnId other) {
    return AGE.compare(this, other);
  }

  boolean isOlderThan(TxnId other) {
    return compareTo(other) < 0;
  }

  @Override
  public String toString() {
    return coordinator + "-" + epoch + "-" + number;
  }
}
