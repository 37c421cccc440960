package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.raft.Message.RequestVote;
import dev.assay.runtime.Rng;
import java.util.Set;
import java.util.TreeSet;

/** Leader election (§5.2): the randomised timeout, and the votes of a candidate. */
final class Election {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Raft raft;
  private final Rng rng;
  private final Set<String> votes = new TreeSet<>();
  private long deadlineNanos;

  Election(Raft raft) {
    this.raft = raft;
    this.rng = raft.env.rng().fork("election");
  }

  void start() {
    resetTimeout();
    schedule(deadlineNanos - raft.env.clock().monotonicNanos());
  }

  /**
   * A leader was heard, or a vote given: wait anew, "chosen randomly from a fixed interval", so
   * that seldom two servers become candidates at once.
   */
  void resetTimeout() {
    long timeout = raft.config.electionTimeoutMillis() * NANOS_PER_MILLI;
    deadlineNanos = raft.env.clock().monotonicNanos() + rng.nextLong(timeout, 2 * timeout);
  }

  private void schedule(long delayNanos) {
    raft.env.timers().schedule(Math.max(0, delayNanos), this::onTimer);
  }

  private void onTimer() {
    long leftNanos = deadlineNanos - raft.env.clock().monotonicNanos();
    if (leftNanos <= 0) {
      if (raft.role() != Role.LEADER) {
        campaign(raft.role() == Role.CANDIDATE ? "split vote" : "no leader heard");
      }
      resetTimeout();
      leftNanos = deadlineNanos - raft.env.clock().monotonicNanos();
    }
    schedule(leftNanos);
  }

  private void campaign(String reason) {
    raft.becomeCandidate(reason);
    votes.clear();
    long term = raft.currentTerm();
    raft.storage.whenDurable(() -> vote(term, raft.self()));
    requestVotes(term);
  }

  /** Asks those who have not voted for it yet, and again until the election is over (§5.1). */
  private void requestVotes(long term) {
    if (!isCandidateIn(term)) {
      return;
    }
    RequestVote request =
        new RequestVote(term, raft.self(), raft.log().lastIndex(), raft.log().lastTerm());
    for (String peer : raft.peers()) {
      if (!votes.contains(peer)) {
        raft.sendWhenDurable(peer, request);
      }
    }
    raft.env
        .timers()
        .schedule(raft.config.heartbeatMillis() * NANOS_PER_MILLI, () -> requestVotes(term));
  }

  /** "A candidate wins an election if it receives votes from a majority of the servers". */
  void vote(long term, String voter) {
    if (!isCandidateIn(term)) {
      raft.reject("late-vote", voter, "the election of term " + term + " is over");
      return;
    }
    votes.add(voter);
    if (raft.quorum.isReached(votes.size())) {
      raft.becomeLeader("votes of " + String.join(", ", votes));
    }
  }

  private boolean isCandidateIn(long term) {
    return raft.role() == Role.CANDIDATE && raft.currentTerm() == term;
  }
}
