package dev.assay.twophasecommit.server.txn;

import dev.assay.runtime.HybridClock;
import dev.assay.twophasecommit.server.Bug;
import dev.assay.twophasecommit.server.Isolation;

/**
 * Sees to it that nothing commits within a snapshot that was read here, also not after a crash: the
 * snapshot may come from a clock that is ahead of this node's, and who only reads leaves no other
 * record. Each record is good for the snapshots of a while.
 */
final class SnapshotReads {
  private static final long AHEAD_MILLIS = 1000;

  private final TxnConfig config;
  private final CommitLog log;

  /** Up to where snapshots may be read once all that was appended is durable. */
  private long asked;

  /** Up to where snapshots may be read. */
  private long durable;

  SnapshotReads(TxnConfig config, CommitLog log) {
    this.config = config;
    this.log = log;
  }

  /** Runs the action when the clocks of later lives will be above the branch's snapshot. */
  void whenLasting(Branch branch, Runnable action) {
    if (config.isolation() != Isolation.SNAPSHOT_ISOLATION
        || config.has(Bug.FORGOTTEN_SNAPSHOTS)
        || branch.snapshot <= durable) {
      action.run();
      return;
    }
    if (branch.snapshot > asked) {
      asked = HybridClock.later(branch.snapshot, AHEAD_MILLIS);
      log.append(new CommitLog.Record.Readable(branch.txn, asked));
    }
    long mark = asked;
    log.whenDurable(
        () -> {
          durable = Math.max(durable, mark);
          action.run();
        });
  }
}
