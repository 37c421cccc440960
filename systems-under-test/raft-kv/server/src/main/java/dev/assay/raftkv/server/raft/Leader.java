package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.Bug;
import dev.assay.raftkv.server.raft.Invariants.Cost;
import dev.assay.raftkv.server.raft.Invariants.Invariant;
import dev.assay.raftkv.server.raft.Message.AppendEntriesReply;
import dev.assay.raftkv.server.raft.Message.Fingerprint;
import dev.assay.raftkv.server.raft.Message.InstallSnapshotReply;
import dev.assay.raftkv.server.raft.StateMachine.Result;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What a server has and does as leader of one term (§5.3, §5.4.2, §8).
 *
 * <p>A leader writes to its own disk while its messages are on their way (thesis §10.2.1).
 */
final class Leader {
  private final Raft raft;
  private final long term;
  private final Map<String, Replication> followers = new TreeMap<>();
  private final Queue<Proposal> proposals = new ArrayDeque<>();
  private final ReadIndex reads;
  private final Lease lease;
  private final Transfer transfer;
  private final MemberChange change;
  private long durableIndex;
  private boolean committedInTerm;
  private boolean deposed;

  /** A client's command that waits to be committed. */
  private record Proposal(long index, Consumer<Outcome<Result>> whenEnded) {}

  Leader(Raft raft) {
    this.raft = raft;
    this.term = raft.currentTerm();
    this.lease = new Lease(raft);
    this.reads = new ReadIndex(raft, this, lease);
    this.transfer = new Transfer(raft, lease);
    this.change = new MemberChange(raft, this);
    matchFollowers();
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

  /** Sends to the other members, and to who is to become one; to nobody else. */
  void matchFollowers() {
    Set<String> wanted = new TreeSet<>(raft.otherMembers());
    change.learner().ifPresent(wanted::add);
    followers.keySet().retainAll(wanted);
    for (String peer : wanted) {
      followers.computeIfAbsent(peer, name -> new Replication(raft, this, name)).replicate();
    }
  }

  Collection<Replication> followers() {
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
    append(Entry.command(term, command));
    replicateToAll();
  }

  void addMember(String server, Consumer<Outcome<String>> whenEnded) {
    change.add(server, whenEnded);
  }

  void removeMember(String server, Consumer<Outcome<String>> whenEnded) {
    change.remove(server, whenEnded);
  }

  void replicateToAll() {
    List.copyOf(followers.values()).forEach(Replication::replicate);
  }

  void transfer(String to, Consumer<Outcome<String>> whenEnded) {
    Replication follower = followers.get(to);
    if (follower == null || !raft.members().contains(to)) {
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

  /** When a majority was last known to follow it: the time at which it was asked. */
  long heardMajorityNanos() {
    return lease.heardNanos();
  }

  /** Whether it may serve reads: it has committed an entry of its own term (§8). */
  boolean hasCommittedInTerm() {
    return committedInTerm || !appendsNoOp();
  }

  void append(Entry entry) {
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
    if (raft.invariants.checks(Cost.MESSAGES)) {
      Fingerprint own = raft.fingerprints.own();
      followers.keySet().forEach(peer -> raft.send(peer, own));
    }
    raft.env.timers().schedule(raft.config.heartbeatNanos(), this::heartbeat);
  }

  /** The last round of heartbeats begun. */
  long round() {
    return reads.round();
  }

  /** Sends everyone a message of this round. */
  void broadcast() {
    List.copyOf(followers.values()).forEach(Replication::heartbeat);
  }

  void onReply(String from, AppendEntriesReply reply) {
    follower(from).ifPresent(follower -> follower.onReply(reply));
    onAnswer();
  }

  void onReply(String from, InstallSnapshotReply reply) {
    follower(from).ifPresent(follower -> follower.onReply(reply));
    onAnswer();
  }

  private void onAnswer() {
    if (!deposed) {
      reads.onAnswer();
    }
  }

  private Optional<Replication> follower(String name) {
    Optional<Replication> follower = Optional.ofNullable(followers.get(name));
    if (follower.isEmpty()) {
      raft.reject("reject-reply", name, "it is no follower of mine");
    }
    return follower;
  }

  /** A follower's log agrees with this one up to its {@code matchIndex}. */
  void onProgress(Replication follower) {
    advanceCommitIndex();
    transfer.onProgress(follower);
    change.onProgress(follower);
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
            : raft.quorum()
                .reached(raft.self(), durableIndex, followers(), follower -> follower.matchIndex);
    if (replicated <= raft.commitIndex()) {
      return;
    }
    boolean ofThisTerm = raft.log().termAt(replicated) == term;
    if (ofThisTerm || raft.hasBug(Bug.COMMIT_OLD_TERM)) {
      committedInTerm |= ofThisTerm;
      raft.commitTo(replicated);
      change.onCommit();
      reads.onCommit();
      if (raft.isRemoved()) {
        // "The leader steps down once C_new is committed" (§4.2.2)
        raft.becomeFollower(null, "it is no member any more");
      }
    }
  }

  /** Answers the client whose command this was. */
  void applied(long index, long entryTerm, Optional<Result> result) {
    Proposal head = proposals.peek();
    if (head == null || head.index() != index) {
      return;
    }
    raft.invariants.check(
        Invariant.ANSWER_OF_OWN_TERM,
        () -> entryTerm == term,
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
    change.abandon();
  }
}
