package dev.assay.raftkv.server.raft;

/** What the log is for (§2): deterministic, so equal logs give equal states. */
public interface StateMachine {
  /** Applies a committed command; called for each index once, in order; no-ops are left out. */
  Result apply(long index, byte[] command);

  /** All that later answers depend on (§7). */
  byte[] snapshot();

  /**
   * Becomes the state of a snapshot, whatever it was before.
   *
   * @throws IllegalArgumentException when the bytes are none
   */
  void restore(byte[] snapshot);

  /** What applying gave. */
  interface Result {}
}
