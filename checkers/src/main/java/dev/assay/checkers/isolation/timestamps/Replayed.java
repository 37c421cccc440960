package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.UnfitHistoryException;
import dev.assay.checkers.isolation.listappend.ListAppend;
import dev.assay.checkers.isolation.registers.Registers;
import dev.assay.histories.History;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of replaying a history by its timestamps.
 *
 * @param found what contradicts them
 * @param isDone whether the time was enough
 */
record Replayed(Timeline timeline, Replay replay, Contradictions found, boolean isDone) {
  /**
   * Replays a history.
   *
   * @param tainted keys of which not every version had a known place before, and why
   * @throws UnfitHistoryException when it is no history of the workload, does not tell enough, or
   *     leaves open who of unknown outcome took effect
   */
  static Replayed of(
      Transactions transactions,
      String workload,
      ConsistencyModel claim,
      Map<@Nullable Object, String> tainted,
      Budget budget) {
    boolean ofLists = workload.equals("list-append");
    if (ofLists) {
      ListAppend.requireFit(transactions);
    } else {
      Registers.requireFit(transactions);
    }
    History history = transactions.history();
    if (claim.needsRealTime() && !history.isRealTime()) {
      throw new UnfitHistoryException(
          claim.label()
              + " speaks of real time, and this history tells only the order of each process:"
              + " record the times of invocations and completions, or check a model without");
    }
    boolean ofSnapshots = TimestampChecker.isOfSnapshots(claim);
    Timestamps times = new Timestamps(transactions);
    Observed observed = new Observed(transactions);
    Timeline timeline = new Timeline(transactions, times, ofSnapshots, observed.committed());
    String missing = timeline.missing();
    if (missing != null) {
      throw new UnfitHistoryException(
          missing
              + ": every transaction that completed needs its timestamps (for serializability"
              + " :commit-ts, for snapshots :start-ts and, if it writes, :commit-ts)");
    }
    Versions versions =
        ofLists ? new ListVersions(transactions) : new RegisterVersions(transactions);
    Contradictions found = new Contradictions(transactions, timeline, versions, ofSnapshots);
    for (int txn = 0; ofSnapshots && txn < transactions.size(); txn++) {
      boolean isInverted =
          observed.committed()[txn]
              && times.commit(txn) != Timestamps.NONE
              && times.start(txn) > times.commit(txn);
      if (isInverted) {
        found.inverted(txn);
      }
    }
    Replay replay =
        new Replay(transactions, timeline, observed, versions, KeptOrder.of(claim), found);
    for (int key = 0; !tainted.isEmpty() && key < transactions.keys(); key++) {
      String reason = tainted.get(transactions.keyValue(key));
      if (reason != null) {
        replay.leaveOpen(key, reason);
      }
    }
    boolean isDone = replay.run(budget);
    return new Replayed(timeline, replay, found, isDone);
  }
}
