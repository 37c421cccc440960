package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.raft.Message.RequestVote;
import dev.assay.raftkv.server.raft.Message.RequestVoteReply;
import java.util.Optional;

/** RequestVote RPC, receiver's side (Figure 2, §5.2, §5.4.1). */
final class RequestVoteHandler {
  private final Raft raft;

  RequestVoteHandler(Raft raft) {
    this.raft = raft;
  }

  void handle(String from, RequestVote request) {
    if (raft.config.isSticky() && !request.isTransfer() && raft.election.hearsLeader()) {
      // "If a server receives a RequestVote request within the minimum election timeout of hearing
      // from a current leader, it does not update its term or grant its vote" (thesis §4.2.3).
      raft.reject("ignore-vote", from, "I hear a leader");
      return;
    }
    raft.observe(request.term(), from);
    Optional<String> refusal = refusal(request);
    if (refusal.isPresent()) {
      raft.reject("reject-vote", from, refusal.get());
    } else {
      raft.storage.saveTermAndVote(request.term(), request.candidate());
      raft.election.resetTimeout();
    }
    raft.sendWhenDurable(from, new RequestVoteReply(raft.currentTerm(), refusal.isEmpty()));
  }

  /** Why the candidate does not get the vote; empty when it does. */
  private Optional<String> refusal(RequestVote request) {
    if (request.term() < raft.currentTerm()) {
      // 1. Reply false if term < currentTerm (§5.1)
      return Optional.of(
          "its term %d is before mine, %d".formatted(request.term(), raft.currentTerm()));
    }
    // 2. If votedFor is null or candidateId, and candidate's log is at least as up-to-date as
    // receiver's log,
    // grant vote (§5.2, §5.4)
    Optional<String> votedFor = raft.storage.votedFor();
    if (votedFor.isPresent() && !votedFor.get().equals(request.candidate())) {
      return Optional.of("in term %d I voted for %s".formatted(raft.currentTerm(), votedFor.get()));
    }
    return raft.whyBehind(request.lastLogIndex(), request.lastLogTerm());
  }
}
