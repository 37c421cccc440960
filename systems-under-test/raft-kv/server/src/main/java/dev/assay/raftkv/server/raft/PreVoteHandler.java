package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.raft.Message.PreVote;
import dev.assay.raftkv.server.raft.Message.PreVoteReply;
import java.util.Optional;

/**
 * PreVote RPC (thesis §9.6), both sides. It changes nothing on the receiver: no term, no vote, no
 * timeout.
 */
final class PreVoteHandler {
  private final Raft raft;

  PreVoteHandler(Raft raft) {
    this.raft = raft;
  }

  void handle(String from, PreVote request) {
    Optional<String> refusal = refusal(request);
    refusal.ifPresent(reason -> raft.reject("reject-pre-vote", from, reason));
    // My term may not be on the disk yet, and must not be told before it is.
    raft.sendWhenDurable(
        from, new PreVoteReply(raft.currentTerm(), request.term(), refusal.isEmpty()));
  }

  private Optional<String> refusal(PreVote request) {
    if (request.term() < raft.currentTerm()) {
      return Optional.of(
          "its term %d is before mine, %d".formatted(request.term(), raft.currentTerm()));
    }
    if (raft.election.hearsLeader()) {
      return Optional.of("I hear a leader");
    }
    return raft.whyBehind(request.lastLogIndex(), request.lastLogTerm());
  }

  void handle(String from, PreVoteReply reply) {
    raft.observe(reply.term(), from);
    if (reply.voteGranted()) {
      raft.election.preVote(reply.requestTerm(), from);
    }
  }
}
