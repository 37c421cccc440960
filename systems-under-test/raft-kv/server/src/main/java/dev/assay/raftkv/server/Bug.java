package dev.assay.raftkv.server;

/**
 * The planted bugs: each breaks one rule in one place, as real systems have, and is off by default.
 *
 * <p>Where a bug is on, broken invariants are logged but do not stop the node: a bug is there to be
 * found from outside.
 */
public enum Bug {
  STALE_READ(
      "stale-read",
      "a leader answers reads from memory without asking a majority whether it still leads",
      "Raft §8; Jepsen: etcd and Consul (2014), stale reads by default"),

  FORGOTTEN_VOTE(
      "forgotten-vote",
      "currentTerm and votedFor are not written: a restarted node begins at term 0 and votes anew",
      "Raft Figure 2, persistent state, and §5.2: one vote a term"),

  COMMIT_OLD_TERM(
      "commit-old-term",
      "a leader commits entries of earlier terms by counting replicas, and appends no no-op",
      "Raft §5.4.2, Figure 8"),

  LOST_FSYNC(
      "lost-fsync",
      "answers without waiting for fsync, and a crash takes what the file cache held",
      "Raft Figure 2 (updated on stable storage before responding); Jepsen: NATS 2.12.1 (2025)"),

  DOUBLE_APPLY(
      "double-apply",
      "no session table: an operation that a client sends again is applied again",
      "Raft §8, exactly-once semantics; Ongaro's thesis §6.3"),

  NO_NOOP(
      "no-noop",
      "a new leader appends no no-op and serves reads before it has committed in its term",
      "Raft §8, first precaution for read-only operations"),

  UNCHECKED_VOTE(
      "unchecked-vote",
      "votes for candidates whose log is behind",
      "Raft §5.4.1, the election restriction"),

  TRUNCATE_ON_APPEND(
      "truncate-on-append",
      "every AppendEntries cuts the follower's log after prevLogIndex, matching entries included",
      "Raft Figure 2, AppendEntries step 3; Gjengset, Students' Guide to Raft (2016)"),

  LONELY_COMMIT(
      "lonely-commit",
      "a leader commits and acknowledges what it alone has stored",
      "Raft §5.3; MongoDB's write concern 1: acknowledged writes are rolled back"),

  HALF_QUORUM(
      "half-quorum",
      "n/2 nodes of n count as a majority",
      "Raft §5.2 and §5.3: decisions need a majority"),

  PRE_VOTE_COUNTS(
      "pre-vote-counts",
      "who would vote for a candidate counts as having voted, though it may vote for another",
      "Ongaro's thesis §9.6: a pre-vote is no vote; Raft §5.2: one vote a term"),

  LEASE_FROM_ANSWER(
      "lease-from-answer",
      "a leader's lease begins when the answers arrive, not when the question was asked",
      "Ongaro's thesis §6.4.1: from when the round of heartbeats was sent"),

  LEASE_AFTER_TRANSFER(
      "lease-after-transfer",
      "a leader that hands leadership over goes on reading under its lease",
      "Ongaro's thesis §6.4.1: expire the lease before a transfer; etcd issue 12704"),

  SNAPSHOT_WITHOUT_SESSIONS(
      "snapshot-without-sessions",
      "a snapshot holds the values, but not which operations of which session were applied",
      "Ongaro's thesis §6.3: sessions are part of the state; §5.1: what a snapshot must hold"),

  SNAPSHOT_DISCARDS_LOG(
      "snapshot-discards-log",
      "a snapshot from the leader replaces the whole log, entries after it included",
      "Raft Figure 13, step 6: retain the log entries that follow it"),

  EARLY_COMPACTION(
      "early-compaction",
      "the log is cut before the snapshot that takes its place is on the disk",
      "Raft §7: once a server completes writing a snapshot, it may delete all log entries"),

  EARLY_CHANGE(
      "early-change",
      "a new leader changes the members before it has committed an entry of its term",
      "Ongaro, bug in single-server membership changes (raft-dev, 2015)"),

  OVERLAPPING_CHANGES(
      "overlapping-changes",
      "members change again before the last change is committed",
      "Ongaro's thesis §4.1: majorities of the first and the third configuration may be disjoint"),

  MEMBERS_ON_COMMIT(
      "members-on-commit",
      "a configuration counts from when it is committed, not from when it is in the log",
      "Raft §6: a server always uses the latest configuration in its log");

  private final String label;
  private final String description;
  private final String source;

  Bug(String label, String description, String source) {
    this.label = label;
    this.description = description;
    this.source = source;
  }

  /** The name on the command line. */
  public String label() {
    return label;
  }

  /** What is broken, in half a sentence. */
  public String description() {
    return description;
  }

  /** Where the broken rule stands, and where it was seen broken. */
  public String source() {
    return source;
  }
}
