package dev.assay.raftkv.server.raft;

/** What a server is in its current term (§5.1). */
public enum Role {
  FOLLOWER,
  /** It hears no leader and asks whether it could win an election (thesis §9.6). */
  PRE_CANDIDATE,
  CANDIDATE,
  LEADER
}
