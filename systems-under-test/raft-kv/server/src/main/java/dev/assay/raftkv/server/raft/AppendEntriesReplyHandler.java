package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.raft.Message.AppendEntriesReply;

/** AppendEntries RPC, sender's side (§5.3). */
final class AppendEntriesReplyHandler {
  private final Raft raft;

  AppendEntriesReplyHandler(Raft raft) {
    this.raft = raft;
  }

  void handle(String from, AppendEntriesReply reply) {
    raft.observe(reply.term(), from);
    if (reply.term() < raft.currentTerm()) {
      raft.reject("late-reply", from, "it answers to term " + reply.term());
      return;
    }
    raft.leader().ifPresent(leader -> leader.onReply(from, reply));
  }
}
