package dev.assay.twophasecommit.server.txn;

import dev.assay.runtime.Env;
import dev.assay.runtime.HybridClock;
import dev.assay.runtime.Rng;
import dev.assay.twophasecommit.server.Bug;
import dev.assay.twophasecommit.server.Isolation;
import dev.assay.twophasecommit.server.txn.Attempt.Request;
import dev.assay.twophasecommit.server.txn.Message.Abort;
import dev.assay.twophasecommit.server.txn.Message.Acknowledge;
import dev.assay.twophasecommit.server.txn.Message.Commit;
import dev.assay.twophasecommit.server.txn.Message.Execute;
import dev.assay.twophasecommit.server.txn.Message.Executed;
import dev.assay.twophasecommit.server.txn.Message.Inquire;
import dev.assay.twophasecommit.server.txn.Message.Phase2b;
import dev.assay.twophasecommit.server.txn.Message.Prepare;
import dev.assay.twophasecommit.server.txn.Message.Refused;
import dev.assay.twophasecommit.server.txn.Message.Vote;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Leads transactions: operations one after the other, then the votes, then the decision.
 *
 * <p>In two-phase commit, presumed abort (Mohan, Lindsay and Obermarck 1986, §3.1): the commit
 * record is the commit point and is forced; an abort leaves no record, since a coordinator that
 * does not know a transaction answers abort. What is committed is remembered until all participants
 * have it.
 *
 * <p>In Paxos Commit (Gray and Lamport 2006, §4.2) it writes nothing, since what acceptors have
 * accepted is the decision. It may abort alone until it has asked for the first vote, and
 * afterwards when a participant is sure not to vote; else it needs a higher ballot, as all others.
 * And one who does not know a transaction presumes nothing.
 */
final class Coordinator {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int BACKOFF_MILLIS_MAX = 50;

  private final Env env;
  private final TxnConfig config;
  private final Peers peers;
  private final HybridClock clock;
  private final Placement placement;
  private final Invariants invariants;
  private final CommitLog log;
  private final Acceptors acceptors;
  private final Leader leader;
  private final Rng rng;
  private final long epoch;
  private long attemptsBegun;

  private final Map<TxnId, Attempt> undecided = new TreeMap<>();
  private final Map<TxnId, Decision> committed = new TreeMap<>();

  /** A commit that not all participants are known to have. */
  static final class Decision {
    final Commit commit;
    final Map<String, Boolean> unacknowledged = new TreeMap<>();
    boolean isDurable;
    long sentNanos;

    Decision(Commit commit, List<String> participants) {
      this.commit = commit;
      participants.forEach(participant -> unacknowledged.put(participant, true));
    }
  }

  Coordinator(
      Env env,
      TxnConfig config,
      Peers peers,
      HybridClock clock,
      Invariants invariants,
      Recovery recovery,
      CommitLog log,
      Acceptors acceptors,
      Leader leader,
      long epoch) {
    this.env = env;
    this.config = config;
    this.peers = peers;
    this.clock = clock;
    this.invariants = invariants;
    this.log = log;
    this.acceptors = acceptors;
    this.leader = leader;
    this.epoch = epoch;
    this.placement = new Placement(env.network().self(), env.network().peers());
    this.rng = env.rng().fork("coordinator");
    recovery
        .decided()
        .forEach(
            (txn, record) -> {
              Commit commit = new Commit(txn, record.timestamp());
              Decision decision = new Decision(commit, record.participants());
              decision.isDurable = true;
              committed.put(txn, decision);
            });
  }

  /**
   * Begins a transaction. The reply comes when it is decided; it is final.
   *
   * @param ops at least one
   */
  void begin(List<MicroOp> ops, Consumer<TxnOutcome> reply) {
    long deadline = env.clock().monotonicNanos() + config.requestTimeoutMillis() * NANOS_PER_MILLI;
    attempt(new Request(ops, reply, env.clock().wallMillis(), deadline));
  }

  /** Every attempt is a transaction of its own, as old as the first: the oldest gets its locks. */
  private void attempt(Request request) {
    request.attempts++;
    TxnId id = new TxnId(request.bornMillis, env.network().self(), epoch, ++attemptsBegun);
    Attempt attempt = new Attempt(id, request, clock.tick());
    undecided.put(id, attempt);
    sendOperation(attempt);
  }

  private void sendOperation(Attempt attempt) {
    MicroOp op = attempt.request.ops.get(attempt.index());
    String node = attempt.awaited(placement);
    long branch = attempt.branches.merge(node, 0L, (known, unknown) -> known);
    attempt.sentNanos = env.clock().monotonicNanos();
    peers.send(node, new Execute(attempt.id, branch, attempt.index(), op, attempt.snapshot));
  }

  void receive(String from, Message.ToCoordinator message) {
    if (message instanceof Acknowledge acknowledge) {
      acknowledged(from, acknowledge);
      return;
    }
    Attempt attempt = undecided.get(message.txn());
    if (attempt == null) {
      return; // decided long ago, or of an earlier life
    }
    switch (message) {
      case Executed executed -> executed(from, attempt, executed);
      case Refused refused -> {
        clock.hear(refused.timestamp());
        if (needsConsensus(attempt) && !refused.isSure()) {
          takeOver(attempt);
        } else {
          abort(attempt, refused.isFinal(), refused.reason());
        }
      }
      case Vote vote -> voted(from, attempt, vote);
      case Acknowledge handledAbove -> {}
    }
  }

  private void executed(String from, Attempt attempt, Executed message) {
    if (attempt.isPreparing
        || message.index() != attempt.index()
        || !from.equals(attempt.awaited(placement))) {
      return; // a repetition
    }
    Long known = attempt.branches.put(from, message.branch());
    if (known == null || (known != 0 && known != message.branch())) {
      abort(attempt, false, from + " has lost earlier operations");
      return;
    }
    attempt.take(message.values(), placement);
    List<MicroOp> ops = attempt.request.ops;
    if (attempt.index() < ops.size()) {
      sendOperation(attempt);
    } else if (ops.size() == 1 && ops.getFirst().isRead() && attempt.branches.size() == 1) {
      // It was atomic where it happened; the participant needs to hear only that it is over.
      undecided.remove(attempt.id);
      peers.send(from, new Abort(attempt.id));
      attempt.request.reply.accept(attempt.committed(0));
    } else {
      attempt.isPreparing = true;
      attempt.preparingNanos = env.clock().monotonicNanos();
      askForVotes(attempt);
    }
  }

  /** Phase one, to those whose vote is not here. */
  private void askForVotes(Attempt attempt) {
    attempt.sentNanos = env.clock().monotonicNanos();
    attempt.branches.forEach(
        (node, branch) -> {
          if (!attempt.votes.containsKey(node)) {
            peers.send(
                node,
                new Prepare(attempt.id, branch, attempt.participants(), needsConsensus(attempt)));
          }
        });
  }

  private void voted(String from, Attempt attempt, Vote vote) {
    if (!attempt.isPreparing || !attempt.branches.containsKey(from)) {
      return;
    }
    if (vote.kind() == Vote.Kind.NO) {
      abort(attempt, false, from + " voted no");
      return;
    }
    attempt.votes.put(from, vote);
    if (attempt.votes.size() == attempt.branches.size()) {
      commit(attempt);
    }
  }

  /** Paxos Commit: an acceptor has accepted votes in ballot 0. */
  void accepted(String from, Phase2b message) {
    Attempt attempt = undecided.get(message.txn());
    if (attempt == null) {
      return;
    }
    attempt.tally.add(from, message.choices(), acceptors);
    attempt
        .tally
        .chosen()
        .forEach(
            (node, it) -> voted(node, attempt, new Vote(attempt.id, it.kind(), it.timestamp())));
  }

  /** All have voted yes. */
  private void commit(Attempt attempt) {
    long timestamp = attempt.votes.values().stream().mapToLong(Vote::timestamp).max().orElseThrow();
    commit(attempt, new Commit(attempt.id, timestamp));
  }

  /** In two-phase commit the record is the commit point: once it is forced all may know. */
  private void commit(Attempt attempt, Commit commit) {
    undecided.remove(attempt.id);
    clock.hear(commit.timestamp());
    List<String> writers =
        attempt.request.ops.stream()
            .filter(op -> !op.isRead())
            .map(op -> placement.nodeOf(op.key()))
            .distinct()
            .sorted()
            .toList();
    if (writers.isEmpty()) {
      attempt.request.reply.accept(attempt.committed(0));
      return;
    }
    Decision decision = new Decision(commit, writers);
    committed.put(attempt.id, decision);
    Runnable tellAll =
        () -> {
          decision.isDurable = true;
          tell(decision);
          attempt.request.reply.accept(attempt.committed(commit.timestamp()));
        };
    if (config.isPaxos()) {
      tellAll.run();
      return;
    }
    log.append(new CommitLog.Record.Decided(attempt.id, commit.timestamp(), writers));
    if (config.has(Bug.UNFORCED_COMMIT)) {
      tellAll.run();
    } else {
      log.whenDurable(tellAll);
    }
  }

  /** Another leader has ended it. */
  void learn(Message.ToParticipant end) {
    Attempt attempt = undecided.get(end.txn());
    Decision decision = committed.get(end.txn());
    if (end instanceof Commit commit) {
      invariants.check(
          decision == null || decision.commit.equals(commit),
          () -> commit + ": its coordinator has committed otherwise");
      if (attempt != null) {
        commit(attempt, commit);
      }
    } else if (end instanceof Abort) {
      invariants.check(decision == null, () -> end + ": its coordinator has committed");
      if (attempt != null) {
        abort(attempt, false, "another leader aborted it");
      }
    }
  }

  /** Whether only acceptors know the end: votes were asked for, and somebody may have to commit. */
  private boolean needsConsensus(Attempt attempt) {
    return config.isPaxos() && attempt.isPreparing && !attempt.onlyReads();
  }

  private void takeOver(Attempt attempt) {
    leader.takeOver(attempt.id, attempt.participants());
  }

  /** Phase two, to those who did not acknowledge. */
  private void tell(Decision decision) {
    decision.sentNanos = env.clock().monotonicNanos();
    decision.unacknowledged.keySet().forEach(node -> peers.send(node, decision.commit));
  }

  private void acknowledged(String from, Acknowledge message) {
    Decision decision = committed.get(message.txn());
    if (decision != null && decision.isDurable) {
      decision.unacknowledged.remove(from);
      if (decision.unacknowledged.isEmpty()) {
        committed.remove(message.txn());
        if (!config.isPaxos()) {
          log.append(new CommitLog.Record.Ended(message.txn()));
        }
      }
    }
  }

  private void abort(Attempt attempt, boolean isFinal, String reason) {
    undecided.remove(attempt.id);
    attempt.branches.keySet().forEach(node -> peers.send(node, new Abort(attempt.id)));
    Request request = attempt.request;
    // Where others may have seen this attempt's writes, another one could not be told from it.
    if (isFinal || config.isolation() == Isolation.READ_UNCOMMITTED) {
      request.reply.accept(new TxnOutcome.Aborted(reason));
      return;
    }
    int most = Math.min(BACKOFF_MILLIS_MAX, 1 << Math.min(request.attempts, 10));
    env.timers()
        .schedule(
            rng.nextLong(NANOS_PER_MILLI / 2, NANOS_PER_MILLI * most),
            () -> {
              if (env.clock().monotonicNanos() < request.deadlineNanos) {
                attempt(request);
              } else {
                request.reply.accept(new TxnOutcome.Aborted(reason));
              }
            });
  }

  /** A participant asks what became of a transaction of which this node is the coordinator. */
  void answer(String from, Inquire question) {
    Decision decision = committed.get(question.txn());
    if (decision != null) {
      if (decision.isDurable) {
        peers.send(from, decision.commit);
      }
    } else if (!undecided.containsKey(question.txn())
        && (!config.isPaxos() || config.has(Bug.PRESUMED_ABORT))) {
      boolean presumesCommit = config.has(Bug.PRESUMED_COMMIT);
      peers.send(
          from,
          presumesCommit ? new Commit(question.txn(), clock.tick()) : new Abort(question.txn()));
    }
  }

  /** Sends again what had no answer, and aborts what takes too long. */
  void sweep() {
    long now = env.clock().monotonicNanos();
    long patience = config.resendMillis() * NANOS_PER_MILLI;
    for (Attempt attempt : List.copyOf(undecided.values())) {
      if (now >= attempt.request.deadlineNanos) {
        if (needsConsensus(attempt)) {
          takeOver(attempt);
        } else {
          abort(attempt, true, "not decided in time");
        }
      } else if (config.has(Bug.SILENCE_IS_CONSENT)
          && attempt.isPreparing
          && now - attempt.preparingNanos > 4 * patience) {
        consentOfTheSilent(attempt);
      } else if (now - attempt.sentNanos > patience) {
        if (attempt.isPreparing) {
          askForVotes(attempt);
        } else {
          sendOperation(attempt);
        }
      }
    }
    committed.values().stream()
        .filter(decision -> decision.isDurable && now - decision.sentNanos > patience)
        .forEach(this::tell);
  }

  private void consentOfTheSilent(Attempt attempt) {
    long timestamp = clock.tick();
    for (String silent : attempt.participants()) {
      attempt.votes.putIfAbsent(silent, new Vote(attempt.id, Vote.Kind.YES, timestamp));
    }
    commit(attempt);
  }

  boolean isUndecided(TxnId txn) {
    return undecided.containsKey(txn);
  }

  /** Whether it is not decided, or not known to all that have to commit. */
  boolean isBusyWith(TxnId txn) {
    return undecided.containsKey(txn) || committed.containsKey(txn);
  }

  /** How many transactions are not decided yet. */
  int undecided() {
    return undecided.size();
  }

  /** The commits that not all participants are known to have, by transaction. */
  Map<TxnId, List<String>> unacknowledged() {
    Map<TxnId, List<String>> all = new TreeMap<>();
    committed.forEach((txn, d) -> all.put(txn, List.copyOf(d.unacknowledged.keySet())));
    return all;
  }
}
