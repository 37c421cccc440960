package dev.assay.raftkv.server.raft;

/** What a leader knows of one follower (Figure 2, volatile state on leaders). */
final class Progress {
  final String peer;

  /** Index of the next log entry to send. */
  long nextIndex;

  /** Index of the highest log entry known to be replicated. */
  long matchIndex;

  /** The last round of heartbeats that the follower answered (§8). */
  long round;

  /** The end of the entries that were sent and are not answered yet; 0 when there are none. */
  long sentUpTo;

  long sentNanos;

  Progress(String peer, long nextIndex) {
    this.peer = peer;
    this.nextIndex = nextIndex;
  }
}
