package dev.assay.raftkv.server.raft;

/** What a server is in its current term (§5.1). */
public enum Role {
  FOLLOWER,
  CANDIDATE,
  LEADER
}
