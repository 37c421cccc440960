package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.Bug;
import dev.assay.raftkv.server.raft.Invariants.Invariant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Linearizable reads without writing to the log (§8, last paragraph; thesis §6.4).
 *
 * <p>A read takes the commit index at its arrival, waits for a round of heartbeats that began after
 * it to be answered by a majority, so that no other leader can have committed more by then, and is
 * served when its index is applied. Reads that arrive while a round is on its way share the next.
 * While a lease holds, a read is served at once.
 */
final class ReadIndex {
  private final Raft raft;
  private final Leader leader;
  private final Lease lease;
  private final List<Consumer<Outcome<Long>>> arrived = new ArrayList<>();
  private final Queue<Confirmation> unconfirmed = new ArrayDeque<>();
  private long round;

  /** Reads that wait for a round. */
  private record Confirmation(long round, long readIndex, List<Consumer<Outcome<Long>>> reads) {}

  ReadIndex(Raft raft, Leader leader, Lease lease) {
    this.raft = raft;
    this.leader = leader;
    this.lease = lease;
  }

  /** The last round begun. */
  long round() {
    return round;
  }

  void add(Consumer<Outcome<Long>> read) {
    if (raft.hasBug(Bug.STALE_READ)) {
      read.accept(new Outcome.Done<>(raft.lastApplied()));
      return;
    }
    if (lease.holds() && leader.hasCommittedInTerm()) {
      serve(new Confirmation(round, raft.commitIndex(), List.of(read)));
      return;
    }
    arrived.add(read);
    if (unconfirmed.isEmpty() && leader.hasCommittedInTerm()) {
      beginRound();
    }
  }

  /** Sends a heartbeat to everyone; the reads that have arrived so far depend on its answers. */
  void beginRound() {
    round++;
    lease.began(round);
    if (!arrived.isEmpty() && leader.hasCommittedInTerm()) {
      unconfirmed.add(new Confirmation(round, raft.commitIndex(), List.copyOf(arrived)));
      arrived.clear();
    }
    leader.broadcast();
    onAnswer();
  }

  /** A follower has answered some round. */
  void onAnswer() {
    long confirmed =
        raft.quorum().reached(raft.self(), round, leader.followers(), follower -> follower.round);
    lease.confirmed(confirmed);
    boolean any = false;
    while (!unconfirmed.isEmpty() && unconfirmed.element().round() <= confirmed) {
      serve(unconfirmed.remove());
      any = true;
    }
    if (any && unconfirmed.isEmpty() && !arrived.isEmpty()) {
      beginRound();
    }
  }

  /** The first commit of the term lets reads begin that came before it. */
  void onCommit() {
    if (unconfirmed.isEmpty() && !arrived.isEmpty() && leader.hasCommittedInTerm()) {
      beginRound();
    }
  }

  private void serve(Confirmation confirmation) {
    raft.invariants.check(
        Invariant.READ_IS_APPLIED,
        () -> raft.lastApplied() >= confirmation.readIndex(),
        () ->
            "read at index %d, but only %d is applied"
                .formatted(confirmation.readIndex(), raft.lastApplied()));
    confirmation.reads().forEach(read -> read.accept(new Outcome.Done<>(confirmation.readIndex())));
  }

  /** The server leads no longer. */
  void abandon() {
    List<Consumer<Outcome<Long>>> open = new ArrayList<>();
    unconfirmed.forEach(confirmation -> open.addAll(confirmation.reads()));
    open.addAll(arrived);
    unconfirmed.clear();
    arrived.clear();
    open.forEach(read -> read.accept(new Outcome.LeadershipLost<>()));
  }
}
