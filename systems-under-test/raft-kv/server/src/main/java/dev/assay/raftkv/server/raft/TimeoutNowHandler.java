package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.raft.Message.TimeoutNow;

/** TimeoutNow RPC (thesis §3.10): the leader wants this server to lead. */
final class TimeoutNowHandler {
  private final Raft raft;

  TimeoutNowHandler(Raft raft) {
    this.raft = raft;
  }

  void handle(String from, TimeoutNow request) {
    raft.observe(request.term(), from);
    if (request.term() < raft.currentTerm()) {
      raft.reject("reject-timeout-now", from, "it led in term " + request.term());
      return;
    }
    if (raft.role() == Role.FOLLOWER || raft.role() == Role.PRE_CANDIDATE) {
      raft.election.takeOver(from);
    }
  }
}
