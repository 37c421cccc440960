package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.Bug;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Membership changes, one server at a time (thesis chapter 4): any majority before shares a server
 * with any majority after, so no more is needed than an entry in the log, which counts from when it
 * is there. A server that is to be added first catches up without a vote (§4.2.1).
 *
 * <p>A change may begin only when the one before is committed, and (Ongaro's correction of 2015 to
 * the thesis) an entry of the leader's own term.
 */
final class MemberChange {
  private static final int ROUNDS_MAX = 10;

  private final Raft raft;
  private final Leader leader;
  private @Nullable CatchUp catchUp;
  private @Nullable Pending pending;

  /** A server that is to be added, and does not vote yet. */
  private static final class CatchUp {
    final String server;
    final Consumer<Outcome<String>> whenEnded;
    int round = 1;
    long roundTarget;
    long roundBeganNanos;

    CatchUp(String server, Consumer<Outcome<String>> whenEnded) {
      this.server = server;
      this.whenEnded = whenEnded;
    }
  }

  /** A configuration in the log that is not committed yet. */
  private record Pending(long index, String words, Consumer<Outcome<String>> whenEnded) {}

  MemberChange(Raft raft, Leader leader) {
    this.raft = raft;
    this.leader = leader;
  }

  /** Who catches up now. */
  Optional<String> learner() {
    return Optional.ofNullable(catchUp).map(each -> each.server);
  }

  void add(String server, Consumer<Outcome<String>> whenEnded) {
    Optional<String> refusal = whyNotNow();
    if (raft.members().contains(server)) {
      whenEnded.accept(new Outcome.Done<>(server + " is a member"));
    } else if (!raft.peers().contains(server) && !raft.self().equals(server)) {
      whenEnded.accept(new Outcome.Refused<>("no address of " + server + " is known here"));
    } else if (refusal.isPresent()) {
      whenEnded.accept(new Outcome.Refused<>(refusal.get()));
    } else if (raft.self().equals(server)) {
      append(raft.members().with(server), whenEnded);
    } else {
      beginCatchUp(new CatchUp(server, whenEnded));
    }
  }

  void remove(String server, Consumer<Outcome<String>> whenEnded) {
    Optional<String> refusal = whyNotNow();
    if (!raft.members().contains(server)) {
      whenEnded.accept(new Outcome.Done<>(server + " is no member"));
    } else if (raft.members().count() == 1) {
      whenEnded.accept(new Outcome.Refused<>(server + " is the last member"));
    } else if (refusal.isPresent()) {
      whenEnded.accept(new Outcome.Refused<>(refusal.get()));
    } else {
      append(raft.members().without(server), whenEnded);
    }
  }

  private Optional<String> whyNotNow() {
    if (catchUp != null) {
      return Optional.of(catchUp.server + " is being added");
    }
    if (raft.log().membersIndex() > raft.commitIndex() && !raft.hasBug(Bug.OVERLAPPING_CHANGES)) {
      return Optional.of("a change of members is not committed yet");
    }
    if (!leader.hasCommittedInTerm() && !raft.hasBug(Bug.EARLY_CHANGE)) {
      return Optional.of("this leader has not committed an entry of its term yet");
    }
    return Optional.empty();
  }

  private void beginCatchUp(CatchUp begun) {
    catchUp = begun;
    raft.env.trace().log(begun.server + " catches up to be added");
    leader.matchFollowers();
    beginRound(begun);
    raft.env
        .timers()
        .schedule(
            ROUNDS_MAX * raft.config.electionTimeoutNanos(),
            () -> giveUp(begun, "it did not catch up in time"));
  }

  private void beginRound(CatchUp begun) {
    begun.roundTarget = raft.log().lastIndex();
    begun.roundBeganNanos = raft.env.clock().monotonicNanos();
  }

  /**
   * "The leader waits a fixed number of rounds; if the last one lasts less than an election timeout
   * then the leader adds the new server" (§4.2.1).
   */
  void onProgress(Replication follower) {
    CatchUp current = catchUp;
    if (current == null
        || !current.server.equals(follower.peer)
        || follower.matchIndex < current.roundTarget) {
      return;
    }
    long took = raft.env.clock().monotonicNanos() - current.roundBeganNanos;
    if (took < raft.config.electionTimeoutNanos()) {
      catchUp = null;
      append(raft.members().with(current.server), current.whenEnded);
    } else if (current.round == ROUNDS_MAX) {
      giveUp(current, "it is too slow");
    } else {
      current.round++;
      beginRound(current);
    }
  }

  private void giveUp(CatchUp begun, String reason) {
    if (begun.equals(catchUp)) {
      catchUp = null;
      leader.matchFollowers();
      begun.whenEnded.accept(new Outcome.Refused<>(begun.server + " is not added: " + reason));
    }
  }

  private void append(Members next, Consumer<Outcome<String>> whenEnded) {
    raft.env.trace().log("members become " + next);
    leader.append(Entry.members(raft.currentTerm(), next));
    Pending earlier = pending;
    pending = new Pending(raft.log().lastIndex(), "members: " + next, whenEnded);
    leader.matchFollowers();
    leader.replicateToAll();
    if (earlier != null) {
      earlier.whenEnded().accept(new Outcome.LeadershipLost<>());
    }
  }

  void onCommit() {
    Pending current = pending;
    if (current != null && current.index() <= raft.commitIndex()) {
      pending = null;
      current.whenEnded().accept(new Outcome.Done<>(current.words()));
    }
  }

  /** This server leads no longer. */
  void abandon() {
    CatchUp adding = catchUp;
    Pending appended = pending;
    catchUp = null;
    pending = null;
    if (adding != null) {
      adding.whenEnded.accept(new Outcome.Refused<>("another leader has come"));
    }
    if (appended != null) {
      appended.whenEnded().accept(new Outcome.LeadershipLost<>());
    }
  }
}
