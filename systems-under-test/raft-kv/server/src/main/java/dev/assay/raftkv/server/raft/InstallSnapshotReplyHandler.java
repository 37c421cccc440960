package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.raft.Message.InstallSnapshotReply;

/** InstallSnapshot RPC (Figure 13), sender's side. */
final class InstallSnapshotReplyHandler {
  private final Raft raft;

  InstallSnapshotReplyHandler(Raft raft) {
    this.raft = raft;
  }

  void handle(String from, InstallSnapshotReply reply) {
    raft.observe(reply.term(), from);
    if (reply.term() < raft.currentTerm()) {
      raft.reject("late-reply", from, "it answers to term " + reply.term());
      return;
    }
    raft.leader().ifPresent(leader -> leader.onReply(from, reply));
  }
}
