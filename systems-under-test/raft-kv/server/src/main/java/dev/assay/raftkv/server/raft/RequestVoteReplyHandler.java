package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.raft.Message.RequestVoteReply;

/** RequestVote RPC, sender's side (§5.2). */
final class RequestVoteReplyHandler {
  private final Raft raft;

  RequestVoteReplyHandler(Raft raft) {
    this.raft = raft;
  }

  void handle(String from, RequestVoteReply reply) {
    raft.observe(reply.term(), from);
    if (reply.voteGranted()) {
      raft.election.vote(reply.term(), from);
    }
  }
}
