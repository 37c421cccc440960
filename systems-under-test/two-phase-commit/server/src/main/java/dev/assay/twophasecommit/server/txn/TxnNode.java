package dev.assay.twophasecommit.server.txn;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.runtime.CorruptFileException;
import dev.assay.runtime.Env;
import dev.assay.runtime.HybridClock;
import dev.assay.twophasecommit.server.Isolation;
import dev.assay.twophasecommit.server.txn.Message.Phase2b;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A node in all its roles: it coordinates what its clients ask, takes part with its keys, and in
 * Paxos Commit accepts votes and ends transactions whose coordinator is silent.
 */
public final class TxnNode {
  private static final String EPOCH_FILE = "epoch";
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Env env;
  private final TxnConfig config;
  private final HybridClock clock;
  private final long epoch;
  private final CommitLog log;
  private final Coordinator coordinator;
  private final Participant participant;
  private final Acceptor acceptor;
  private final Leader leader;
  private boolean isReady;

  /**
   * What an operator wants to know of a node.
   *
   * @param undecided transactions that this node coordinates and has not decided
   * @param active transactions that have a part here and were not voted on
   * @param inDoubt transactions that this node has voted for and whose decision it awaits
   * @param unacknowledged commits that this node decided, with the participants that may not know
   * @param remembered transactions that this node has accepted votes for and not forgotten
   */
  public record Status(
      String id,
      long epoch,
      int undecided,
      int active,
      List<InDoubt> inDoubt,
      Map<String, List<String>> unacknowledged,
      int remembered) {}

  /** A transaction that blocks the keys it wrote until its coordinator, or who knows, answers. */
  public record InDoubt(
      String txn, String coordinator, long millis, Set<String> keys, List<String> participants) {}

  /**
   * Recovers what an earlier life of the node left.
   *
   * @throws CorruptFileException when it cannot be trusted
   */
  public TxnNode(Env env, TxnConfig config) {
    this.env = env;
    this.config = config;
    this.clock = new HybridClock(env.clock());
    this.epoch = nextEpoch();
    Store store = new Store(config.isolation() == Isolation.SNAPSHOT_ISOLATION);
    Recovery recovery = new Recovery(config, clock, store);
    log = new CommitLog(env.disk(), recovery);
    if (log.tornBytes() > 0) {
      env.trace().log("cut " + log.tornBytes() + " bytes of a torn write off the log");
    }
    Peers peers = new Loop();
    Invariants invariants = new Invariants(env.trace(), config.bugs());
    Acceptors acceptors = new Acceptors(peers.self(), env.network().peers(), config);
    acceptor = new Acceptor(env, config, peers, invariants, recovery, log);
    leader = new Leader(env, config, peers, acceptors, this::isToBeLearned, epoch);
    Voting voting = new Voting(peers, acceptors, acceptor);
    coordinator =
        new Coordinator(
            env, config, peers, clock, invariants, recovery, log, acceptors, leader, epoch);
    participant =
        new Participant(
            env, config, peers, clock, invariants, recovery, log, voting, leader, epoch);
    env.network().onMessage((from, bytes) -> receive(from, MessageCodec.decode(bytes)));
    env.disk().sync(this::ready);
  }

  /**
   * Every life has its own number, on the disk before the first name is made with it; in Paxos
   * Commit with a word, because what one protocol left the other would misunderstand.
   */
  private long nextEpoch() {
    String suffix = config.isPaxos() ? " " + config.commit().label() : "";
    long last =
        env.disk()
            .read(EPOCH_FILE)
            .map(bytes -> parseEpoch(new String(bytes, UTF_8), suffix))
            .orElse(0L);
    env.disk().replace(EPOCH_FILE, (last + 1 + suffix).getBytes(UTF_8));
    return last + 1;
  }

  private static long parseEpoch(String text, String suffix) {
    String number = text.replaceFirst(" .*", "");
    if (!text.equals(number + suffix)) {
      throw new CorruptFileException(
          "file 'epoch': expected the commit protocol that this folder began with, found '%s'"
              .formatted(text));
    }
    try {
      return Long.parseLong(number);
    } catch (NumberFormatException malformed) {
      throw new CorruptFileException("file 'epoch': expected a number, found '" + text + "'");
    }
  }

  private void ready() {
    isReady = true;
    int inDoubt = participant.branches().size();
    if (inDoubt > 0) {
      env.trace().log(inDoubt + " transactions are in doubt; their keys stay locked");
    }
    sweep();
  }

  private void sweep() {
    coordinator.sweep();
    participant.sweep();
    leader.sweep();
    acceptor.sweep();
    env.timers().schedule(config.resendMillis() * NANOS_PER_MILLI / 2, this::sweep);
  }

  private void receive(String from, Message message) {
    if (!isReady) {
      return; // as if it were lost
    }
    switch (message) {
      case Message.ToParticipant toParticipant -> {
        participant.receive(toParticipant);
        if (config.isPaxos() && isCoordinatedHere(toParticipant.txn())) {
          coordinator.learn(toParticipant);
        }
      }
      case Message.ToCoordinator toCoordinator -> coordinator.receive(from, toCoordinator);
      case Message.ToAcceptor toAcceptor -> acceptor.receive(from, toAcceptor);
      case Message.ToLeader toLeader -> {
        if (toLeader instanceof Phase2b accepted && accepted.ballot().equals(Ballot.ZERO)) {
          coordinator.accepted(from, accepted);
        } else {
          leader.receive(from, toLeader);
        }
      }
      case Message.Inquire question -> answer(from, question);
      case Message.AreOver question -> answer(from, question);
      case Message.Over over -> acceptor.over(from, over);
    }
  }

  private boolean isCoordinatedHere(TxnId txn) {
    return txn.coordinator().equals(env.network().self());
  }

  private void answer(String from, Message.Inquire question) {
    if (isCoordinatedHere(question.txn())) {
      coordinator.answer(from, question);
      if (!config.isPaxos() || coordinator.isBusyWith(question.txn())) {
        return;
      }
    }
    participant.answer(from, question);
  }

  /** Nobody here waits for the decision, and what makes that so outlives a crash. */
  private void answer(String from, Message.AreOver question) {
    List<TxnId> over =
        question.txns().stream()
            .filter(txn -> !participant.hasBranch(txn) && !coordinator.isBusyWith(txn))
            .toList();
    if (!over.isEmpty()) {
      log.whenDurable(() -> new Loop().send(from, new Message.Over(over)));
    }
  }

  private boolean isToBeLearned(TxnId txn) {
    return participant.isInDoubt(txn) || coordinator.isUndecided(txn);
  }

  /**
   * Runs a transaction. The reply may come before this returns.
   *
   * @param ops at least one
   */
  public void begin(List<MicroOp> ops, Consumer<TxnOutcome> reply) {
    if (isReady) {
      coordinator.begin(ops, reply);
    } else {
      reply.accept(new TxnOutcome.Aborted("the node is starting"));
    }
  }

  /** A message in words, for traces; also bytes that are none. */
  public static String describe(byte[] message) {
    try {
      return MessageCodec.decode(message).toString();
    } catch (IllegalArgumentException malformed) {
      return message.length + " bytes that are no message: " + malformed.getMessage();
    }
  }

  /** What is going on at this moment. */
  public Status status() {
    List<InDoubt> inDoubt =
        participant.branches().stream().filter(b -> b.isPrepared).map(this::inDoubt).toList();
    Map<String, List<String>> untold = new TreeMap<>();
    coordinator.unacknowledged().forEach((txn, nodes) -> untold.put(txn.toString(), nodes));
    return new Status(
        env.network().self(),
        epoch,
        coordinator.undecided(),
        participant.branches().size() - inDoubt.size(),
        inDoubt,
        untold,
        acceptor.remembered());
  }

  private InDoubt inDoubt(Branch branch) {
    long nanos = env.clock().monotonicNanos() - branch.sinceNanos;
    return new InDoubt(
        branch.txn.toString(),
        branch.txn.coordinator(),
        nanos / NANOS_PER_MILLI,
        new TreeSet<>(branch.writes.keySet()),
        branch.participants);
  }

  /** The network, with a way back to this node. */
  private final class Loop implements Peers {
    @Override
    public String self() {
      return env.network().self();
    }

    @Override
    public void send(String to, Message message) {
      if (to.equals(self())) {
        env.timers().schedule(0, () -> receive(to, message));
      } else {
        env.network().send(to, MessageCodec.encode(message));
      }
    }
  }
}
