package dev.assay.raftkv.server.raft;

/** What the log is for (§2): deterministic, so equal logs give equal states. */
public interface StateMachine {
  /** Applies a committed command; called for each index once, in order; no-ops are left out. */
  Result apply(long index, byte[] command);

  /** What applying gave. */
  interface Result {}
}
