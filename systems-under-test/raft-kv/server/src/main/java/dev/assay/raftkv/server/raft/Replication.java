package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.raft.Message.AppendEntries;
import dev.assay.raftkv.server.raft.Message.AppendEntriesReply;
import dev.assay.raftkv.server.raft.Message.InstallSnapshotReply;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What a leader knows of one follower (Figure 2, volatile state on leaders), and how it brings the
 * follower's log into agreement with its own.
 *
 * <p>While it does not know where the logs agree it probes, with one batch of entries on its way at
 * a time. Then it pipelines (thesis §10.2.2): {@code nextIndex} moves on when a batch is sent, and
 * batches follow without waiting for answers, a few at most, so that what is proposed meanwhile
 * goes in larger ones. A batch that is refused or overdue leads back to probing. Where the entries
 * that the follower needs are gone it sends its snapshot (§7).
 */
final class Replication {
  private static final int BATCH_BYTES_MAX = 1 << 20;

  final String peer;

  /** Index of the highest log entry known to be replicated. */
  long matchIndex;

  /** The last round of heartbeats that the follower answered (§8). */
  long round;

  private final Raft raft;
  private final Leader leader;
  private final SnapshotTransfer snapshots;

  /** Batches that are not answered yet, in the order in which they were sent. */
  private final Deque<Batch> inFlight = new ArrayDeque<>();

  /** Index of the next log entry to send. */
  private long nextIndex;

  private boolean isProbing = true;

  private record Batch(long lastIndex, long sentNanos) {}

  Replication(Raft raft, Leader leader, String peer) {
    this.raft = raft;
    this.leader = leader;
    this.peer = peer;
    // nextIndex[]: initialized to leader last log index + 1
    this.nextIndex = raft.log().lastIndex() + 1;
    this.snapshots = new SnapshotTransfer(raft, leader, peer);
  }

  /** Sends something of the present round in any case, with entries where there are some. */
  void heartbeat() {
    if (!inFlight.isEmpty() && raft.isOverdue(inFlight.element().sentNanos())) {
      inFlight.clear();
      probeFrom(isProbing ? nextIndex : matchIndex + 1);
    }
    if (!sendNext()) {
      sendEntries(restPoint(), List.of());
    }
  }

  /** Where the follower's log is expected to agree already. */
  private long restPoint() {
    if (needsSnapshot()) {
      return raft.log().baseIndex();
    }
    return isProbing ? nextIndex - 1 : Math.max(matchIndex, raft.log().baseIndex());
  }

  /** Sends what there is to send and may be sent. */
  void replicate() {
    while (sendNext()) {
      // Each makes the pipeline fuller or the rest shorter.
    }
  }

  private boolean needsSnapshot() {
    return nextIndex <= raft.log().baseIndex();
  }

  private boolean sendNext() {
    if (needsSnapshot()) {
      return snapshots.sendNext();
    }
    if (inFlight.size() >= (isProbing ? 1 : raft.config.pipelineBatchesMax())) {
      return false;
    }
    List<Entry> batch = raft.log().from(nextIndex, raft.config.batchEntriesMax(), BATCH_BYTES_MAX);
    if (batch.isEmpty()) {
      return false;
    }
    long prevLogIndex = nextIndex - 1;
    sendEntries(prevLogIndex, batch);
    inFlight.add(new Batch(prevLogIndex + batch.size(), raft.env.clock().monotonicNanos()));
    if (!isProbing) {
      nextIndex += batch.size();
    }
    return true;
  }

  private void sendEntries(long prevLogIndex, List<Entry> entries) {
    raft.send(
        peer,
        new AppendEntries(
            raft.currentTerm(),
            raft.self(),
            prevLogIndex,
            raft.log().termAt(prevLogIndex),
            entries,
            raft.commitIndex(),
            leader.round()));
  }

  void onReply(AppendEntriesReply reply) {
    round = Math.max(round, reply.round());
    if (reply.success()) {
      onSuccess(reply.matchIndex());
    } else {
      onFailure(reply);
    }
  }

  /** "If successful: update nextIndex and matchIndex for follower" (§5.3). */
  private void onSuccess(long match) {
    matchIndex = Math.max(matchIndex, match);
    inFlight.removeIf(batch -> batch.lastIndex() <= matchIndex);
    nextIndex = Math.max(nextIndex, matchIndex + 1);
    if (isProbing && !needsSnapshot()) {
      isProbing = false;
      if (!inFlight.isEmpty()) {
        nextIndex = Math.max(nextIndex, inFlight.getLast().lastIndex() + 1);
      }
    }
    leader.onProgress(this);
    replicate();
  }

  /**
   * "If AppendEntries fails because of log inconsistency: decrement nextIndex and retry" (§5.3).
   */
  private void onFailure(AppendEntriesReply reply) {
    long prevLogIndex = reply.prevLogIndex();
    boolean isLate = isProbing ? prevLogIndex != nextIndex - 1 : prevLogIndex < matchIndex;
    if (isLate || needsSnapshot()) {
      raft.reject("late-reply", peer, "nextIndex is " + nextIndex + " by now");
      return;
    }
    long next = Math.min(reply.conflictIndex(), prevLogIndex);
    if (isProbing && prevLogIndex <= matchIndex) {
      raft.env
          .trace()
          .log(
              "%s has lost log entries: it acknowledged %d and lacks %d"
                  .formatted(peer, matchIndex, prevLogIndex));
    } else {
      next = Math.max(next, matchIndex + 1);
    }
    inFlight.clear();
    probeFrom(Math.max(1, next));
    if (!sendNext()) {
      sendEntries(restPoint(), List.of());
    }
  }

  private void probeFrom(long index) {
    isProbing = true;
    nextIndex = index;
  }

  void onReply(InstallSnapshotReply reply) {
    round = Math.max(round, reply.round());
    if (reply.matchIndex() > 0) {
      inFlight.clear();
      snapshots.done();
      matchIndex = Math.max(matchIndex, reply.matchIndex());
      probeFrom(Math.max(nextIndex, matchIndex + 1));
      leader.onProgress(this);
    } else {
      snapshots.onReply(reply);
    }
    replicate();
  }
}
