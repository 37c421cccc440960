package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.raft.Message.TimeoutNow;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Leadership transfer (thesis §3.10): the leader takes no more proposals, brings the other server's
 * log up to date, and tells it to campaign at once. When that takes longer than an election timeout
 * the leader goes on as before.
 */
final class Transfer {
  private final Raft raft;
  private final Lease lease;
  private @Nullable Attempt attempt;

  private static final class Attempt {
    final String to;
    final Consumer<Outcome<String>> whenEnded;
    boolean isTold;

    Attempt(String to, Consumer<Outcome<String>> whenEnded) {
      this.to = to;
      this.whenEnded = whenEnded;
    }
  }

  Transfer(Raft raft, Lease lease) {
    this.raft = raft;
    this.lease = lease;
  }

  /** Who is to lead, while a transfer is under way. */
  Optional<String> target() {
    return Optional.ofNullable(attempt).map(each -> each.to);
  }

  void begin(Replication to, Consumer<Outcome<String>> whenEnded) {
    Attempt begun = new Attempt(to.peer, whenEnded);
    attempt = begun;
    raft.env.trace().log("hands leadership over to " + to.peer);
    raft.env.timers().schedule(raft.config.electionTimeoutNanos(), () -> giveUp(begun));
    onProgress(to);
  }

  /** The target's log may have become as long as this leader's. */
  void onProgress(Replication follower) {
    Attempt current = attempt;
    if (current != null
        && !current.isTold
        && current.to.equals(follower.peer)
        && follower.matchIndex == raft.log().lastIndex()) {
      current.isTold = true;
      lease.forfeit();
      raft.send(current.to, new TimeoutNow(raft.currentTerm()));
    }
  }

  private void giveUp(Attempt begun) {
    if (begun.equals(attempt)) {
      attempt = null;
      begun.whenEnded.accept(
          new Outcome.Refused<>(begun.to + " did not take over within an election timeout"));
    }
  }

  /** This server leads no longer. */
  void end() {
    Attempt current = attempt;
    attempt = null;
    if (current != null) {
      current.whenEnded.accept(new Outcome.Done<>(current.to));
    }
  }
}
