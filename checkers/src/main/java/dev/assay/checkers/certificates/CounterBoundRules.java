package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.ConflictingOperations;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;

/**
 * Verifies that a read of a counter missed an increment that came before its transaction, or shows
 * one that came after: whatever others it shows, the sum is another. Linear in the history. Sums of
 * more than 64 bits are an {@link ArithmeticException}.
 */
final class CounterBoundRules {
  private final History history;
  private final MicroOps microOps;
  private final ConflictingOperations claim;
  private final MicroOpRef read;
  private final int key;

  /** What the transaction itself adds to the counter before the read, and after it. */
  private long before;

  private long after;

  /**
   * @param claim the first of its micro-operations is a read that completed
   */
  CounterBoundRules(History history, ConflictingOperations claim) {
    this.history = history;
    this.claim = claim;
    microOps = history.microOps();
    read = claim.microOps().get(0);
    key = microOps.key(mop(read));
    for (int mop = microOps.start(read.event()); mop < microOps.end(read.event()); mop++) {
      if (isIncrement(mop)) {
        before = Math.addExact(before, mop < mop(read) ? number(mop) : 0);
        after = Math.addExact(after, mop > mop(read) ? number(mop) : 0);
      }
    }
  }

  static boolean knows(String anomaly) {
    return anomaly.matches("G-single-item-(realtime|process)|G1c-realtime");
  }

  boolean holds() {
    boolean isOfTime = claim.anomaly().endsWith("-realtime");
    if (isOfTime && !history.isRealTime()) {
      return false;
    }
    return switch (claim.microOps().size()) {
      case 1 -> claim.anomaly().startsWith("G1c") ? isEarly() : misses();
      case 2 -> !claim.anomaly().startsWith("G1c") && isLess(claim.microOps().get(1));
      default -> false;
    };
  }

  /** Whether nothing that was invoked until the transaction completed adds up to what it shows. */
  private boolean isEarly() {
    return isOut(false);
  }

  /** Whether nothing that has in it all that came before adds up to what the read shows. */
  private boolean misses() {
    return isOut(true);
  }

  private boolean isOut(boolean showsEarlier) {
    long most = 0;
    long least = 0;
    for (int txn = 0; txn < history.size(); txn++) {
      boolean counts =
          history.isClientInvocation(txn)
              && txn != read.transaction()
              && history.outcome(txn) != EventType.FAIL
              && (showsEarlier || txn < history.pair(read.transaction()));
      int event = counts ? Told.event(history, txn) : txn;
      boolean isShown = counts && showsEarlier && isEarlier(txn);
      for (int mop = microOps.start(event); counts && mop < microOps.end(event); mop++) {
        if (isIncrement(mop)) {
          most = Math.addExact(most, isShown ? number(mop) : Math.max(0, number(mop)));
          least = Math.addExact(least, isShown ? number(mop) : Math.min(0, number(mop)));
        }
      }
    }
    long rest = Math.subtractExact(number(mop(read)), before);
    return rest > most || rest < least;
  }

  /** Whether less is shown than an earlier read showed, of a counter that only grows. */
  private boolean isLess(MicroOpRef other) {
    boolean grows = true;
    for (int txn = 0; txn < history.size(); txn++) {
      boolean counts = history.isClientInvocation(txn) && history.outcome(txn) != EventType.FAIL;
      int event = counts ? Told.event(history, txn) : txn;
      for (int mop = microOps.start(event); counts && mop < microOps.end(event); mop++) {
        grows &= !isIncrement(mop) || number(mop) >= 0;
      }
    }
    return grows
        && microOps.key(mop(other)) == key
        && isEarlier(other.transaction())
        && Math.addExact(number(mop(read)), after) < number(mop(other));
  }

  /** Whether it came before, by process or by time as the anomaly has it. */
  private boolean isEarlier(int txn) {
    return history.outcome(txn) == EventType.OK
        && history.pair(txn) < read.transaction()
        && (claim.anomaly().endsWith("-realtime")
            || history.process(txn) == history.process(read.transaction()));
  }

  private boolean isIncrement(int mop) {
    return microOps.kind(mop) != MicroOps.READ && microOps.key(mop) == key;
  }

  private long number(int mop) {
    return CounterState.number(history, mop);
  }

  private int mop(MicroOpRef ref) {
    return microOps.start(ref.event()) + ref.index();
  }
}
