package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.Bug;
import dev.assay.raftkv.server.raft.Message.PreVote;
import dev.assay.raftkv.server.raft.Message.RequestVote;
import dev.assay.runtime.Rng;
import java.util.Set;
import java.util.TreeSet;

/**
 * Leader election (§5.2): the randomised timeout, and the votes of a candidate. With pre-vote, a
 * server whose timeout has passed first asks whether it could win, and enters no new term before a
 * majority says so (thesis §9.6): one that was cut off does not depose the leader when it is back.
 */
final class Election {
  private final Raft raft;
  private final Rng rng;
  private final Set<String> votes = new TreeSet<>();
  private long deadlineNanos;

  /** When a leader was last heard; an earlier life of this server may have heard one just now. */
  private long heardNanos;

  Election(Raft raft) {
    this.raft = raft;
    this.rng = raft.env.rng().fork("election");
  }

  void start() {
    heardLeader();
    schedule(deadlineNanos - raft.env.clock().monotonicNanos());
  }

  void heardLeader() {
    heardNanos = raft.env.clock().monotonicNanos();
    resetTimeout();
  }

  /**
   * Whether another leader would be unwelcome: this server has heard its leader "within the minimum
   * election timeout" (thesis §4.2.3), or, as the leader, its majority.
   */
  boolean hearsLeader() {
    long heard = raft.leader().map(Leader::heardMajorityNanos).orElse(heardNanos);
    return raft.env.clock().monotonicNanos() - heard < raft.config.electionTimeoutNanos();
  }

  /**
   * A leader was heard, or a vote given: wait anew, "chosen randomly from a fixed interval", so
   * that seldom two servers become candidates at once.
   */
  void resetTimeout() {
    long timeout = raft.config.electionTimeoutNanos();
    deadlineNanos = raft.env.clock().monotonicNanos() + rng.nextLong(timeout, 2 * timeout);
  }

  private void schedule(long delayNanos) {
    raft.env.timers().schedule(Math.max(0, delayNanos), this::onTimer);
  }

  private void onTimer() {
    long leftNanos = deadlineNanos - raft.env.clock().monotonicNanos();
    if (leftNanos <= 0) {
      onTimeout();
      resetTimeout();
      leftNanos = deadlineNanos - raft.env.clock().monotonicNanos();
    }
    schedule(leftNanos);
  }

  private void onTimeout() {
    if (raft.role() == Role.LEADER) {
      return;
    }
    if (raft.isRemoved()) {
      // Whoever led may be removed as well, and clients must not be sent there for ever.
      raft.becomeFollower(null, "no leader heard, and it is no member");
      return;
    }
    String reason = raft.role() == Role.CANDIDATE ? "split vote" : "no leader heard";
    if (raft.config.preVote()) {
      askFirst(reason);
    } else {
      campaign(reason, false);
    }
  }

  /** The leader asks this server to take over "as if its election timeout had elapsed" (§3.10). */
  void takeOver(String leader) {
    campaign(leader + " hands over", true);
    resetTimeout();
  }

  private void askFirst(String reason) {
    raft.becomePreCandidate(reason);
    votes.clear();
    long term = raft.currentTerm();
    preVote(term, raft.self());
    requestPreVotes(term);
  }

  private void requestPreVotes(long term) {
    if (!isIn(Role.PRE_CANDIDATE, term)) {
      return;
    }
    PreVote request = new PreVote(term, raft.self(), raft.log().lastIndex(), raft.log().lastTerm());
    for (String peer : raft.otherMembers()) {
      if (!votes.contains(peer)) {
        raft.send(peer, request);
      }
    }
    raft.env.timers().schedule(raft.config.heartbeatNanos(), () -> requestPreVotes(term));
  }

  /** A server would vote for this one in the term after this. */
  void preVote(long term, String voter) {
    if (!isIn(Role.PRE_CANDIDATE, term)) {
      return;
    }
    votes.add(voter);
    if (raft.quorum().isReached(votes)) {
      campaign(String.join(", ", votes) + " would vote for it", false);
    }
  }

  private void campaign(String reason, boolean isTransfer) {
    boolean keepsPreVotes = raft.role() == Role.PRE_CANDIDATE && raft.hasBug(Bug.PRE_VOTE_COUNTS);
    raft.becomeCandidate(reason);
    if (!keepsPreVotes) {
      votes.clear();
    }
    long term = raft.currentTerm();
    raft.storage.whenDurable(() -> vote(term, raft.self()));
    requestVotes(term, isTransfer);
  }

  /** Asks those who have not voted for it yet, and again until the election is over (§5.1). */
  private void requestVotes(long term, boolean isTransfer) {
    if (!isIn(Role.CANDIDATE, term)) {
      return;
    }
    RequestVote request =
        new RequestVote(
            term, raft.self(), raft.log().lastIndex(), raft.log().lastTerm(), isTransfer);
    for (String peer : raft.otherMembers()) {
      if (!votes.contains(peer)) {
        raft.sendWhenDurable(peer, request);
      }
    }
    raft.env.timers().schedule(raft.config.heartbeatNanos(), () -> requestVotes(term, isTransfer));
  }

  /** "A candidate wins an election if it receives votes from a majority of the servers". */
  void vote(long term, String voter) {
    if (!isIn(Role.CANDIDATE, term)) {
      raft.reject("late-vote", voter, "the election of term " + term + " is over");
      return;
    }
    votes.add(voter);
    if (raft.quorum().isReached(votes)) {
      raft.becomeLeader("votes of " + String.join(", ", votes));
    }
  }

  private boolean isIn(Role role, long term) {
    return raft.role() == role && raft.currentTerm() == term;
  }
}
