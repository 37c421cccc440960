package dev.assay.twophasecommit.server;

/** How the parts of a transaction come to the same end. */
public enum CommitProtocol {
  /** The coordinator's commit record decides; who has voted yes waits for it (Gray 1978). */
  TWO_PHASE("two-phase"),
  /** Consensus on every vote: ends without its coordinator (Gray and Lamport 2006). */
  PAXOS("paxos");

  private final String label;

  CommitProtocol(String label) {
    this.label = label;
  }

  /** Its name on the command line. */
  public String label() {
    return label;
  }
}
