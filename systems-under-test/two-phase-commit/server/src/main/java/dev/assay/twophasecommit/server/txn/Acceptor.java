package dev.assay.twophasecommit.server.txn;

import dev.assay.runtime.Env;
import dev.assay.twophasecommit.server.Bug;
import dev.assay.twophasecommit.server.txn.Message.Accepted;
import dev.assay.twophasecommit.server.txn.Message.AreOver;
import dev.assay.twophasecommit.server.txn.Message.Outbid;
import dev.assay.twophasecommit.server.txn.Message.Over;
import dev.assay.twophasecommit.server.txn.Message.Phase1a;
import dev.assay.twophasecommit.server.txn.Message.Phase1b;
import dev.assay.twophasecommit.server.txn.Message.Phase2a;
import dev.assay.twophasecommit.server.txn.Message.Phase2b;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Accepts votes, in one instance of Paxos for every participant of a transaction (Gray and Lamport
 * 2006, §4.1 and §4.2). Promises and what was accepted are on the disk before anybody hears of
 * them. One promise is for all instances of a transaction, because they always have one leader.
 *
 * <p>An acceptor that had forgotten a transaction would look like one that never accepted a vote,
 * and the next leader would abort what is committed. So it forgets only what no leader will ever
 * ask about: a leader acts for a participant in doubt or for a coordinator that has not decided,
 * and all of them have said that this is over, for good. Messages of old ballots that come later
 * make a new entry, which nobody asks about, and which goes the same way.
 */
final class Acceptor {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Env env;
  private final TxnConfig config;
  private final Peers peers;
  private final Invariants invariants;
  private final CommitLog log;
  private final Map<TxnId, Ballots> known;

  /** What was promised and accepted in the instances of one transaction. */
  static final class Ballots {
    final List<String> participants;
    final Map<String, Accepted> accepted = new TreeMap<>();
    final Set<String> over = new TreeSet<>();
    Ballot promised = Ballot.ZERO;

    /** When something was last heard of it, or asked about it. */
    long sinceNanos;

    Ballots(List<String> participants) {
      this.participants = participants;
    }

    void accept(Ballot ballot, Map<String, Choice> choices) {
      promised = ballot;
      choices.forEach((name, choice) -> accepted.put(name, new Accepted(ballot, choice)));
    }

    Map<String, Choice> acceptedIn(Ballot ballot) {
      Map<String, Choice> choices = new TreeMap<>();
      accepted.forEach(
          (name, it) -> {
            if (it.ballot().equals(ballot)) {
              choices.put(name, it.choice());
            }
          });
      return choices;
    }
  }

  Acceptor(
      Env env,
      TxnConfig config,
      Peers peers,
      Invariants invariants,
      Recovery recovery,
      CommitLog log) {
    this.env = env;
    this.config = config;
    this.peers = peers;
    this.invariants = invariants;
    this.log = log;
    this.known = recovery.ballots();
  }

  void receive(String from, Message.ToAcceptor message) {
    switch (message) {
      case Phase1a phase1a -> promise(from, phase1a);
      case Phase2a phase2a -> accept(from, phase2a);
    }
  }

  private Ballots ballots(TxnId txn, List<String> participants) {
    Ballots ballots = known.computeIfAbsent(txn, t -> new Ballots(participants));
    ballots.sinceNanos = env.clock().monotonicNanos();
    return ballots;
  }

  private void promise(String from, Phase1a message) {
    Ballots ballots = ballots(message.txn(), message.participants());
    if (message.ballot().isBelow(ballots.promised)) {
      peers.send(from, new Outbid(message.txn(), ballots.promised));
      return;
    }
    if (ballots.promised.isBelow(message.ballot())) {
      ballots.promised = message.ballot();
      log.append(
          new CommitLog.Record.Promised(message.txn(), message.ballot(), message.participants()));
    }
    Message answer = new Phase1b(message.txn(), message.ballot(), Map.copyOf(ballots.accepted));
    log.whenDurable(() -> peers.send(from, answer));
  }

  private void accept(String from, Phase2a message) {
    TxnId txn = message.txn();
    Ballot ballot = message.ballot();
    Ballots ballots = ballots(txn, message.participants());
    String leader = ballot.equals(Ballot.ZERO) ? txn.coordinator() : from;
    if (ballot.isBelow(ballots.promised) && !config.has(Bug.UNCHECKED_PROMISE)) {
      peers.send(leader, new Outbid(txn, ballots.promised));
      return;
    }
    Map<String, Choice> before = ballots.acceptedIn(ballot);
    message
        .choices()
        .forEach(
            (name, choice) ->
                invariants.check(
                    choice.equals(before.getOrDefault(name, choice)),
                    () -> "%s: two votes of %s in ballot %s".formatted(txn, name, ballot)));
    boolean isNew = !before.entrySet().containsAll(message.choices().entrySet());
    if (isNew) {
      ballots.accept(ballot, message.choices());
      log.append(
          new CommitLog.Record.Accepted(txn, ballot, message.participants(), message.choices()));
    }
    Map<String, Choice> bundle = ballots.acceptedIn(ballot);
    if (isNew && !bundle.keySet().containsAll(ballots.participants)) {
      return; // the rest comes in the same message, unless somebody asks again
    }
    Message answer = new Phase2b(txn, ballot, bundle);
    if (config.has(Bug.UNFORCED_ACCEPT)) {
      peers.send(leader, answer);
    } else {
      log.whenDurable(() -> peers.send(leader, answer));
    }
  }

  /** Asks about transactions of which nothing was heard for long, all of a node in one message. */
  void sweep() {
    long now = env.clock().monotonicNanos();
    long patience = config.branchTimeoutMillis() * NANOS_PER_MILLI;
    Map<String, List<TxnId>> questions = new TreeMap<>();
    known.forEach(
        (txn, ballots) -> {
          if (now - ballots.sinceNanos > patience) {
            ballots.sinceNanos = now;
            for (String node : concerned(txn, ballots)) {
              if (!ballots.over.contains(node)) {
                questions.computeIfAbsent(node, n -> new ArrayList<>()).add(txn);
              }
            }
          }
        });
    questions.forEach((node, txns) -> peers.send(node, new AreOver(txns)));
  }

  /** Those for whom a leader may act. */
  private Set<String> concerned(TxnId txn, Ballots ballots) {
    Set<String> nodes = new TreeSet<>(List.of(txn.coordinator()));
    if (!config.has(Bug.EARLY_FORGETTING)) {
      nodes.addAll(ballots.participants);
    }
    return nodes;
  }

  void over(String from, Over message) {
    for (TxnId txn : message.txns()) {
      Ballots ballots = known.get(txn);
      if (ballots != null) {
        ballots.over.add(from);
        if (ballots.over.containsAll(concerned(txn, ballots))) {
          known.remove(txn);
          log.append(new CommitLog.Record.Forgotten(txn));
        }
      }
    }
  }

  /** How many transactions it has not forgotten. */
  int remembered() {
    return known.size();
  }
}
