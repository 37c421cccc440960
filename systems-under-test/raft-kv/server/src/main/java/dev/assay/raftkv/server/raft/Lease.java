package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.Bug;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A leader's lease (thesis §6.4.1): servers that answered a round of heartbeats vote for nobody
 * else within an election timeout of hearing it, so until nearly that long after the round
 * <em>began</em> there is no other leader. It rests on clocks that run alike.
 */
final class Lease {
  private final Raft raft;
  private final Queue<Round> open = new ArrayDeque<>();
  private long heardNanos;
  private long endNanos;
  private boolean isGranted;
  private boolean isForfeited;

  private record Round(long number, long beganNanos) {}

  Lease(Raft raft) {
    this.raft = raft;
    this.heardNanos = now();
  }

  /** When the last round began that a majority has answered; before the first, the election. */
  long heardNanos() {
    return heardNanos;
  }

  void began(long round) {
    open.add(new Round(round, now()));
  }

  /** A majority has answered this round. */
  void confirmed(long round) {
    while (!open.isEmpty() && open.element().number() <= round) {
      heardNanos = open.remove().beganNanos();
      if (raft.config.leaseDriftPpm().isPresent()) {
        long since = raft.hasBug(Bug.LEASE_FROM_ANSWER) ? now() : heardNanos;
        endNanos = since + raft.config.leaseNanos();
        isGranted = true;
      }
    }
  }

  boolean holds() {
    return isGranted && !isForfeited && now() - endNanos < 0;
  }

  /**
   * Another server may win an election at any time from now on, with votes of those who still hear
   * this leader: it has been told to. Nobody knows when that message arrives, so there is no lease
   * for the rest of the term.
   */
  void forfeit() {
    isForfeited = !raft.hasBug(Bug.LEASE_AFTER_TRANSFER);
  }

  private long now() {
    return raft.env.clock().monotonicNanos();
  }
}
