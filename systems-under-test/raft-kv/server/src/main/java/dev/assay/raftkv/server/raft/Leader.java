package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.Bug;
import dev.assay.raftkv.server.raft.Message.AppendEntries;
import dev.assay.raftkv.server.raft.Message.AppendEntriesReply;
import dev.assay.raftkv.server.raft.StateMachine.Result;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a server has and does as leader of one term (§5.3, §5.4.2, §8).
 *
 * <p>At most one batch of entries is on its way to a follower; what arrives meanwhile goes with the
 * next, so batches grow with the load. Heartbeats go out in any case and resend a batch that was
 * not answered. A leader writes to its own disk while its messages are on their way (thesis
 * §10.2.1).
 */
final class Leader {
  private static final int BATCH_BYTES_MAX = 1 << 20;

  private final Raft raft;
  private final long term;
  private final Map<String, Progress> followers = new TreeMap<>();
  private final Queue<Proposal> proposals = new ArrayDeque<>();
  private final ReadIndex reads;
  private final Transfer transfer;
  private long durableIndex;
  private boolean committedInTerm;
  private boolean deposed;

  /** A client's command that waits to be committed. */
  private record Proposal(long index, Consumer<Outcome<Result>> whenEnded) {}

  Leader(Raft raft) {
    this.raft = raft;
    this.term = raft.currentTerm();
    Lease lease = new Lease(raft);
    this.reads = new ReadIndex(raft, this, lease);
    this.transfer = new Transfer(raft, lease);
    for (String peer : raft.peers()) {
      // nextIndex[]: initialized to leader last log index + 1
      followers.put(peer, new Progress(peer, raft.log().lastIndex() + 1));
    }
  }

  /**
   * Claims leadership, and commits "a blank no-op entry into the log at the start of its term"
   * (§8), without which it could neither commit entries of earlier terms (§5.4.2) nor know what is
   * committed.
   */
  void start() {
    if (appendsNoOp()) {
      append(Entry.noOp(term));
    } else {
      awaitDurable();
    }
    heartbeat();
  }

  private boolean appendsNoOp() {
    return !raft.hasBug(Bug.NO_NOOP) && !raft.hasBug(Bug.COMMIT_OLD_TERM);
  }

  Collection<Progress> followers() {
    return followers.values();
  }

  /**
   * "If command received from client: append entry to local log, respond after entry applied"
   * (§5.3).
   */
  void propose(byte[] command, Consumer<Outcome<Result>> whenEnded) {
    if (transfer.target().isPresent()) {
      whenEnded.accept(new Outcome.NotLeader<>(transfer.target()));
      return;
    }
    proposals.add(new Proposal(raft.log().lastIndex() + 1, whenEnded));
    append(new Entry(term, command));
    followers.values().forEach(this::replicate);
  }

  void transfer(String to, Consumer<Outcome<String>> whenEnded) {
    Progress follower = followers.get(to);
    if (follower == null) {
      whenEnded.accept(new Outcome.Refused<>(to + " is no follower of " + raft.self()));
    } else if (transfer.target().isPresent()) {
      whenEnded.accept(new Outcome.Refused<>("already handing over to " + transfer.target().get()));
    } else {
      transfer.begin(follower, whenEnded);
    }
  }

  void read(Consumer<Outcome<Long>> whenEnded) {
    reads.add(whenEnded);
  }

  /** Whether it may serve reads: it has committed an entry of its own term (§8). */
  boolean hasCommittedInTerm() {
    return committedInTerm || !appendsNoOp();
  }

  private void append(Entry entry) {
    raft.storage.append(entry);
    awaitDurable();
  }

  /** Its own log counts like a follower's: from when it is on stable storage. */
  private void awaitDurable() {
    long index = raft.log().lastIndex();
    raft.storage.whenDurable(
        () -> {
          if (!deposed && index > durableIndex) {
            durableIndex = index;
            advanceCommitIndex();
          }
        });
  }

  private void heartbeat() {
    if (deposed) {
      return;
    }
    reads.beginRound();
    raft.env.timers().schedule(raft.config.heartbeatNanos(), this::heartbeat);
  }

  /** Sends everyone an AppendEntries of this round, with entries where there are some to send. */
  void broadcast() {
    followers.values().forEach(follower -> send(follower, batchFor(follower)));
  }

  private void replicate(Progress follower) {
    List<Entry> batch = batchFor(follower);
    if (!batch.isEmpty()) {
      send(follower, batch);
    }
  }

  /** The next entries for a follower; none while a batch is on its way and not overdue. */
  private List<Entry> batchFor(Progress follower) {
    long sinceSent = raft.env.clock().monotonicNanos() - follower.sentNanos;
    boolean overdue = sinceSent > 2 * raft.config.heartbeatNanos();
    if (follower.sentUpTo > 0 && !overdue) {
      return List.of();
    }
    return raft.log().from(follower.nextIndex, raft.config.batchEntriesMax(), BATCH_BYTES_MAX);
  }

  private void send(Progress follower, List<Entry> entries) {
    long prevLogIndex = follower.nextIndex - 1;
    if (!entries.isEmpty()) {
      follower.sentUpTo = prevLogIndex + entries.size();
      follower.sentNanos = raft.env.clock().monotonicNanos();
    }
    raft.send(
        follower.peer,
        new AppendEntries(
            term,
            raft.self(),
            prevLogIndex,
            raft.log().termAt(prevLogIndex),
            entries,
            raft.commitIndex(),
            reads.round()));
  }

  void onReply(String from, AppendEntriesReply reply) {
    Progress follower = followers.get(from);
    if (follower == null) {
      raft.reject("reject-reply", from, "it is no follower of mine");
      return;
    }
    follower.round = Math.max(follower.round, reply.round());
    if (reply.success()) {
      onSuccess(follower, reply.matchIndex());
    } else {
      onFailure(follower, reply);
    }
    if (!deposed) {
      reads.onAnswer();
    }
  }

  /** "If successful: update nextIndex and matchIndex for follower" (§5.3). */
  private void onSuccess(Progress follower, long matchIndex) {
    follower.nextIndex = Math.max(follower.nextIndex, matchIndex + 1);
    if (matchIndex >= follower.sentUpTo) {
      follower.sentUpTo = 0;
    }
    if (matchIndex > follower.matchIndex) {
      follower.matchIndex = matchIndex;
      advanceCommitIndex();
    }
    transfer.onProgress(follower);
    replicate(follower);
  }

  /**
   * "If AppendEntries fails because of log inconsistency: decrement nextIndex and retry" (§5.3).
   */
  private void onFailure(Progress follower, AppendEntriesReply reply) {
    if (reply.prevLogIndex() != follower.nextIndex - 1) {
      raft.reject("late-reply", follower.peer, "nextIndex is " + follower.nextIndex + " by now");
      return;
    }
    if (reply.prevLogIndex() <= follower.matchIndex) {
      raft.env
          .trace()
          .log(
              "%s has lost log entries: it acknowledged %d and lacks %d"
                  .formatted(follower.peer, follower.matchIndex, reply.prevLogIndex()));
    }
    follower.nextIndex = Math.max(1, Math.min(reply.conflictIndex(), reply.prevLogIndex()));
    follower.sentUpTo = 0;
    send(follower, batchFor(follower));
  }

  /**
   * "If there exists an N such that N &gt; commitIndex, a majority of matchIndex[i] ≥ N, and
   * log[N].term == currentTerm: set commitIndex = N" (§5.3, §5.4). Entries of earlier terms are
   * committed by those of this one, never by counting replicas (§5.4.2, Figure 8).
   */
  private void advanceCommitIndex() {
    long replicated =
        raft.hasBug(Bug.LONELY_COMMIT)
            ? durableIndex
            : raft.quorum.reached(durableIndex, followers(), follower -> follower.matchIndex);
    if (replicated <= raft.commitIndex()) {
      return;
    }
    boolean ofThisTerm = raft.log().termAt(replicated) == term;
    if (ofThisTerm || raft.hasBug(Bug.COMMIT_OLD_TERM)) {
      committedInTerm |= ofThisTerm;
      raft.commitTo(replicated);
      reads.onCommit();
    }
  }

  /** Answers the client whose command this was. */
  void applied(long index, long entryTerm, Optional<Result> result) {
    Proposal head = proposals.peek();
    if (head == null || head.index() != index) {
      return;
    }
    raft.invariants.check(
        entryTerm == term,
        () ->
            "entry %d proposed in term %d was applied as one of term %d"
                .formatted(index, term, entryTerm));
    proposals.remove();
    head.whenEnded().accept(new Outcome.Done<>(result.orElseThrow()));
  }

  /** Another term has begun: what is open may still be committed by others. */
  void abdicate() {
    deposed = true;
    proposals.forEach(proposal -> proposal.whenEnded().accept(new Outcome.LeadershipLost<>()));
    proposals.clear();
    reads.abandon();
    transfer.end();
  }
}
