package dev.assay.raftkv.server.raft;

import java.util.List;

/** The RPCs of Figure 2: requests and replies are messages that may each be lost. */
sealed interface Message {
  /** The sender's current term. */
  long term();

  /**
   * Invoked by candidates to gather votes (§5.2).
   *
   * @param isTransfer the leader itself wants this election (thesis §3.10)
   */
  record RequestVote(
      long term, String candidate, long lastLogIndex, long lastLogTerm, boolean isTransfer)
      implements Message {}

  record RequestVoteReply(long term, boolean voteGranted) implements Message {}

  /**
   * Asks whether the receiver would vote for the sender in the term after its current one (thesis
   * §9.6).
   */
  record PreVote(long term, String candidate, long lastLogIndex, long lastLogTerm)
      implements Message {}

  /**
   * The answer.
   *
   * @param requestTerm the term of the request
   */
  record PreVoteReply(long term, long requestTerm, boolean voteGranted) implements Message {}

  /** The leader asks a follower to campaign at once (thesis §3.10). */
  record TimeoutNow(long term) implements Message {}

  /**
   * Invoked by leaders to replicate log entries (§5.3), as heartbeat (§5.2), and to learn whether
   * they still lead (§8).
   *
   * @param round the last round of heartbeats that the leader has begun for its reads; echoed
   */
  record AppendEntries(
      long term,
      String leader,
      long prevLogIndex,
      long prevLogTerm,
      List<Entry> entries,
      long leaderCommit,
      long round)
      implements Message {}

  /**
   * The answer to an AppendEntries of the same term.
   *
   * @param prevLogIndex of the request
   * @param matchIndex on success: up to here the follower's log is the leader's
   * @param conflictIndex on failure: the first index of the conflicting term, or the end of a log
   *     that is too short (§5.3, the optimisation in its last paragraphs)
   */
  record AppendEntriesReply(
      long term,
      boolean success,
      long prevLogIndex,
      long matchIndex,
      long conflictIndex,
      long round)
      implements Message {}

  /**
   * Invoked by leaders to send chunks of a snapshot to a follower (Figure 13), in order.
   *
   * @param lastIndex "the snapshot replaces all entries up through and including this index"
   * @param lastTerm term of that entry
   * @param logHash {@link RaftLog#hashAt} of that entry
   * @param members the configuration then
   * @param offset where the chunk begins
   * @param done whether this is the last chunk
   * @param round as of AppendEntries
   */
  @SuppressWarnings("ArrayRecordComponent") // Messages are never compared.
  record InstallSnapshot(
      long term,
      String leader,
      long lastIndex,
      long lastTerm,
      long logHash,
      Members members,
      long offset,
      byte[] data,
      boolean done,
      long round)
      implements Message {}

  /**
   * The answer to an InstallSnapshot.
   *
   * @param lastIndex of the request
   * @param offset of the request
   * @param nextOffset which chunk is wanted next
   * @param matchIndex when it is installed: up to here the follower's log is the leader's; else 0
   */
  record InstallSnapshotReply(
      long term, long lastIndex, long offset, long nextOffset, long matchIndex, long round)
      implements Message {}

  /**
   * A leader tells of its log and state, so that others can compare (Figure 3).
   *
   * @param lastIndex of its log, with the term and {@link RaftLog#hashAt} of that entry
   * @param appliedIndex up to where it has applied entries, with the hash there
   * @param snapshotIndex of its latest snapshot, with the checksum of its state, or 0
   */
  record Fingerprint(
      long term,
      long lastIndex,
      long lastTerm,
      long lastHash,
      long appliedIndex,
      long appliedHash,
      long snapshotIndex,
      long snapshotChecksum)
      implements Message {}
}
