package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.Bug;
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
    if (!isUpToDate(request) && !raft.hasBug(Bug.UNCHECKED_VOTE)) {
      return Optional.of(
          "its log ends with entry %d of term %d, mine with %d of term %d"
              .formatted(
                  request.lastLogIndex(),
                  request.lastLogTerm(),
                  raft.log().lastIndex(),
                  raft.log().lastTerm()));
    }
    return Optional.empty();
  }

  /**
   * "Raft determines which of two logs is more up-to-date by comparing the index and term of the
   * last entries".
   */
  private boolean isUpToDate(RequestVote request) {
    if (request.lastLogTerm() != raft.log().lastTerm()) {
      return request.lastLogTerm() > raft.log().lastTerm();
    }
    return request.lastLogIndex() >= raft.log().lastIndex();
  }
}
