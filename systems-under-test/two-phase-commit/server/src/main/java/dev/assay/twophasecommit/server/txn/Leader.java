package dev.assay.twophasecommit.server.txn;

import dev.assay.runtime.Env;
import dev.assay.runtime.Rng;
import dev.assay.twophasecommit.server.Bug;
import dev.assay.twophasecommit.server.txn.Message.Accepted;
import dev.assay.twophasecommit.server.txn.Message.Outbid;
import dev.assay.twophasecommit.server.txn.Message.Phase1a;
import dev.assay.twophasecommit.server.txn.Message.Phase1b;
import dev.assay.twophasecommit.server.txn.Message.Phase2a;
import dev.assay.twophasecommit.server.txn.Message.Phase2b;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ends transactions whose ballot 0 did not (Gray and Lamport 2006, §4.2): in a higher ballot it
 * asks a majority of the acceptors what they have accepted, proposes the latest of that in every
 * instance, and Aborted where there is nothing. Any number of leaders may try at the same time; the
 * decision is the same.
 */
final class Leader {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int TRIES_OF_BACKOFF_MAX = 16;

  private final Env env;
  private final TxnConfig config;
  private final Peers peers;
  private final Acceptors acceptors;
  private final Predicate<TxnId> isWanted;
  private final Rng rng;
  private final long epoch;
  private final Map<TxnId, Takeover> takeovers = new TreeMap<>();
  private long lastRound;

  /** The highest ballot in which this node tries to end a transaction. */
  private static final class Takeover {
    final TxnId txn;
    final List<String> participants;
    final Map<String, Phase1b> promises = new TreeMap<>();
    final Set<String> acceptedBy = new TreeSet<>();
    Ballot ballot = Ballot.ZERO;
    Ballot outbidBy = Ballot.ZERO;
    int tries;
    @Nullable Map<String, Choice> proposal;
    long sentNanos;
    long pauseNanos;

    Takeover(TxnId txn, List<String> participants) {
      this.txn = txn;
      this.participants = participants;
    }
  }

  /**
   * A leader of nothing yet.
   *
   * @param isWanted whether this node still has to learn the decision; what comes later for others
   *     is none of its business, and acceptors may have forgotten
   */
  Leader(
      Env env,
      TxnConfig config,
      Peers peers,
      Acceptors acceptors,
      Predicate<TxnId> isWanted,
      long epoch) {
    this.env = env;
    this.config = config;
    this.peers = peers;
    this.acceptors = acceptors;
    this.isWanted = isWanted;
    this.rng = env.rng().fork("leader");
    this.epoch = epoch;
  }

  /** Begins to end a transaction, unless it is at it. */
  void takeOver(TxnId txn, List<String> participants) {
    if (!takeovers.containsKey(txn)) {
      Takeover takeover = new Takeover(txn, participants);
      takeovers.put(txn, takeover);
      begin(takeover);
    }
  }

  /**
   * Phase 1, in a ballot above all that were heard of, and that this life has not used. It may take
   * a transaction over twice, when its own decision has not reached it yet: counting for every
   * takeover anew once gave two proposals one ballot (the simulator, seed 1730).
   */
  private void begin(Takeover takeover) {
    takeover.tries++;
    boolean isShared = config.has(Bug.SHARED_BALLOTS);
    long last = isShared ? takeover.ballot.round() : lastRound;
    lastRound = Math.max(last, takeover.outbidBy.round()) + 1;
    takeover.ballot =
        isShared ? new Ballot(lastRound, "", 0) : new Ballot(lastRound, peers.self(), epoch);
    takeover.promises.clear();
    takeover.acceptedBy.clear();
    takeover.proposal = null;
    event(takeover, "phase 1");
    send(takeover);
  }

  /** What is due, to the acceptors that have not answered it. */
  private void send(Takeover takeover) {
    takeover.sentNanos = env.clock().monotonicNanos();
    takeover.pauseNanos = config.resendMillis() * NANOS_PER_MILLI;
    Map<String, Choice> proposal = takeover.proposal;
    Message message =
        proposal == null
            ? new Phase1a(takeover.txn, takeover.ballot, takeover.participants)
            : new Phase2a(takeover.txn, takeover.ballot, takeover.participants, proposal);
    Set<String> answered = proposal == null ? takeover.promises.keySet() : takeover.acceptedBy;
    acceptors.names().stream()
        .filter(name -> !answered.contains(name))
        .forEach(name -> peers.send(name, message));
  }

  void receive(String from, Message.ToLeader message) {
    Takeover takeover = takeovers.get(message.txn());
    if (takeover == null || isDropped(takeover)) {
      return;
    }
    switch (message) {
      case Phase1b promise -> promised(from, takeover, promise);
      case Phase2b accepted -> accepted(from, takeover, accepted);
      case Outbid outbid -> outbid(takeover, outbid.promised());
    }
  }

  private boolean isDropped(Takeover takeover) {
    return !isWanted.test(takeover.txn) && takeovers.remove(takeover.txn) != null;
  }

  private void promised(String from, Takeover takeover, Phase1b promise) {
    if (!promise.ballot().equals(takeover.ballot) || takeover.proposal != null) {
      return;
    }
    takeover.promises.put(from, promise);
    if (acceptors.areMajority(takeover.promises.size())) {
      Map<String, Choice> proposal = new TreeMap<>();
      takeover.participants.forEach(name -> proposal.put(name, choiceFor(name, takeover)));
      takeover.proposal = proposal;
      event(takeover, "proposes " + proposal);
      send(takeover);
    }
  }

  /** What was accepted in the highest ballot; free instances are aborted. */
  private Choice choiceFor(String participant, Takeover takeover) {
    if (config.has(Bug.IGNORED_VOTES)) {
      return Choice.ABORTED;
    }
    Comparator<Accepted> order = Comparator.comparing(Accepted::ballot);
    return takeover.promises.values().stream()
        .flatMap(promise -> Stream.ofNullable(promise.accepted().get(participant)))
        .max(config.has(Bug.LOWEST_BALLOT) ? order.reversed() : order)
        .map(Accepted::choice)
        .orElse(Choice.ABORTED);
  }

  private void accepted(String from, Takeover takeover, Phase2b accepted) {
    Map<String, Choice> proposal = takeover.proposal;
    if (proposal == null || !accepted.ballot().equals(takeover.ballot)) {
      return;
    }
    takeover.acceptedBy.add(from);
    if (acceptors.areMajority(takeover.acceptedBy.size())) {
      takeovers.remove(takeover.txn);
      Message decision = Choice.decision(takeover.txn, proposal.values());
      event(takeover, "decides " + decision);
      Set<String> concerned = new TreeSet<>(takeover.participants);
      concerned.add(takeover.txn.coordinator());
      concerned.forEach(name -> peers.send(name, decision));
    }
  }

  /** Another leader is at it: this one waits for a while of random length. */
  private void outbid(Takeover takeover, Ballot promised) {
    if (takeover.outbidBy.isBelow(promised) && takeover.ballot.isBelow(promised)) {
      takeover.outbidBy = promised;
      takeover.sentNanos = env.clock().monotonicNanos();
      long mostMillis = config.resendMillis() * Math.min(takeover.tries, TRIES_OF_BACKOFF_MAX);
      takeover.pauseNanos = rng.nextLong(1, mostMillis * NANOS_PER_MILLI);
    }
  }

  /** Sends again what had no answer, and tries again where another leader was ahead. */
  void sweep() {
    long now = env.clock().monotonicNanos();
    for (Takeover takeover : List.copyOf(takeovers.values())) {
      if (!isDropped(takeover) && now - takeover.sentNanos > takeover.pauseNanos) {
        if (takeover.ballot.isBelow(takeover.outbidBy)) {
          begin(takeover);
        } else {
          send(takeover);
        }
      }
    }
  }

  private void event(Takeover takeover, String details) {
    if (env.trace().detailed()) {
      env.trace()
          .event("take-over", takeover.txn + " in ballot " + takeover.ballot + ": " + details);
    }
  }
}
