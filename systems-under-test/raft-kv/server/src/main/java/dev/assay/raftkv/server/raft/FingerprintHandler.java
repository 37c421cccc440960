package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.raft.Invariants.Cost;
import dev.assay.raftkv.server.raft.Invariants.Invariant;
import dev.assay.raftkv.server.raft.Message.Fingerprint;

/** Compares a leader's log and state with this server's: Figure 3, checked while it runs. */
final class FingerprintHandler {
  private final Raft raft;
  private Snapshot checked = Snapshot.NONE;
  private long checksum;

  FingerprintHandler(Raft raft) {
    this.raft = raft;
  }

  /** What this server tells of itself. */
  Fingerprint own() {
    RaftLog log = raft.log();
    long applied = lastApplied();
    Snapshot snapshot = raft.storage.snapshot();
    return new Fingerprint(
        raft.currentTerm(),
        log.lastIndex(),
        log.lastTerm(),
        log.hashAt(log.lastIndex()),
        applied,
        log.hashAt(applied),
        snapshot.lastIndex(),
        raft.invariants.checks(Cost.STATE) ? checksum(snapshot) : 0);
  }

  private long lastApplied() {
    RaftLog log = raft.log();
    return Math.max(log.baseIndex(), Math.min(raft.lastApplied(), log.lastIndex()));
  }

  /** Calculated once for each snapshot. */
  private long checksum(Snapshot snapshot) {
    if (!snapshot.equals(checked)) {
      checked = snapshot;
      checksum = snapshot.checksum();
    }
    return checksum;
  }

  /** Of any term: what was once true of a log's entry stays true. */
  void handle(String from, Fingerprint theirs) {
    RaftLog log = raft.log();
    raft.invariants.check(
        Invariant.LOG_MATCHING,
        () ->
            !log.matches(theirs.lastIndex(), theirs.lastTerm())
                || log.hashAt(theirs.lastIndex()) == theirs.lastHash(),
        () ->
            "entry %d is of term %d in the logs of %s and mine, but what is before differs"
                .formatted(theirs.lastIndex(), theirs.lastTerm(), from));
    raft.invariants.check(
        Invariant.STATE_MACHINE_SAFETY,
        () ->
            theirs.appliedIndex() < log.baseIndex()
                || theirs.appliedIndex() > lastApplied()
                || log.hashAt(theirs.appliedIndex()) == theirs.appliedHash(),
        () ->
            "%s and I have applied up to entry %d, but not the same"
                .formatted(from, theirs.appliedIndex()));
    Snapshot own = raft.storage.snapshot();
    raft.invariants.check(
        Invariant.STATE_DETERMINISM,
        () ->
            own.lastIndex() != theirs.snapshotIndex()
                || theirs.snapshotChecksum() == 0
                || checksum(own) == theirs.snapshotChecksum(),
        () -> "after entry %d the state of %s and mine differ".formatted(own.lastIndex(), from));
  }
}
