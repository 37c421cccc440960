package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.Writes;
import dev.assay.histories.MicroOps;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the two or three operations that show why a read is not what its timestamp promises. */
abstract class ReadStory {
  static final int NONE = -1;

  final Transactions transactions;
  final MicroOps microOps;
  final Timeline timeline;
  private final boolean ofSnapshots;
  private @Nullable Writes writes;

  ReadStory(Transactions transactions, Timeline timeline, boolean ofSnapshots) {
    this.transactions = transactions;
    this.timeline = timeline;
    this.ofSnapshots = ofSnapshots;
    microOps = transactions.microOps();
  }

  /** Whether it follows from an earlier read of the transaction, which was looked at by itself. */
  abstract boolean isConsequence(int txn, int mop);

  /** What shows that a read of a completed transaction is wrong; null when it is not certain. */
  abstract @Nullable Evidence tell(int txn, int mop);

  /** Why it is not certain. */
  final String whyOpen(int txn, int mop) {
    return "the timestamps do not tell whether the operation of index "
        + transactions.history().index(transactions.event(txn))
        + " (process "
        + transactions.process(txn)
        + ") had to read "
        + transactions.keyValue(transactions.key(mop))
        + " as it did: some writers of it have the same timestamp, or none";
  }

  /** Whether an anomaly is one of timestamps, not of the operations alone. */
  static boolean isOfTimestamps(AnomalyType type) {
    return switch (type) {
      case STALE_AT_COMMIT_TIMESTAMP,
          STALE_AT_START_TIMESTAMP,
          FUTURE_AT_COMMIT_TIMESTAMP,
          FUTURE_AT_START_TIMESTAMP,
          OUT_OF_TIMESTAMP_ORDER ->
          true;
      default -> false;
    };
  }

  /** All writes; found when the first is asked for. */
  final Writes writes() {
    Writes known = writes;
    if (known == null) {
      known = new Writes(transactions);
      writes = known;
    }
    return known;
  }

  /** Whether the snapshot of one certainly has what the other wrote. */
  final boolean isVisible(int writer, int reader) {
    return timeline.effect(writer) != Timeline.NOWHERE
        && timeline.effect(writer) < timeline.begin(reader);
  }

  /** Whether the snapshot of one certainly has nothing that the other wrote. */
  final boolean isInvisible(int writer, int reader) {
    return timeline.effect(writer) != Timeline.NOWHERE
        && Timeline.rank(timeline.effect(writer)) > Timeline.rank(timeline.begin(reader));
  }

  /** Whether one certainly commits before another. */
  final boolean isBefore(int earlier, int later) {
    return timeline.effect(earlier) != Timeline.NOWHERE
        && timeline.effect(later) != Timeline.NOWHERE
        && Timeline.rank(timeline.effect(earlier)) < Timeline.rank(timeline.effect(later));
  }

  final AnomalyType stale() {
    return ofSnapshots
        ? AnomalyType.STALE_AT_START_TIMESTAMP
        : AnomalyType.STALE_AT_COMMIT_TIMESTAMP;
  }

  final AnomalyType future() {
    return ofSnapshots
        ? AnomalyType.FUTURE_AT_START_TIMESTAMP
        : AnomalyType.FUTURE_AT_COMMIT_TIMESTAMP;
  }

  /** The last operation of the transaction on the same key before this one, or {@link #NONE}. */
  final int previous(int txn, int mop) {
    for (int m = mop - 1; m >= transactions.start(txn); m--) {
      if (microOps.key(m) == microOps.key(mop)) {
        return m;
      }
    }
    return NONE;
  }

  final boolean isRead(int mop) {
    return microOps.kind(mop) == MicroOps.READ;
  }

  /**
   * @param value the id of the value that it is about
   * @param others transaction and micro-operation, one after the other
   */
  final Evidence evidence(AnomalyType type, int txn, int mop, int value, int... others) {
    List<MicroOpRef> refs = new ArrayList<>();
    refs.add(transactions.ref(txn, mop));
    for (int i = 0; i < others.length; i += 2) {
      refs.add(transactions.ref(others[i], others[i + 1]));
    }
    Object element = value < 0 ? null : transactions.history().values().get(value);
    return new Evidence(type, transactions.keyValue(transactions.key(mop)), element, refs);
  }
}
