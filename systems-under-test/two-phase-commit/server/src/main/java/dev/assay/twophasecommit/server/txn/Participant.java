package dev.assay.twophasecommit.server.txn;

import dev.assay.runtime.Env;
import dev.assay.runtime.HybridClock;
import dev.assay.runtime.Trace;
import dev.assay.twophasecommit.server.Bug;
import dev.assay.twophasecommit.server.txn.Message.Abort;
import dev.assay.twophasecommit.server.txn.Message.Acknowledge;
import dev.assay.twophasecommit.server.txn.Message.Commit;
import dev.assay.twophasecommit.server.txn.Message.Execute;
import dev.assay.twophasecommit.server.txn.Message.Executed;
import dev.assay.twophasecommit.server.txn.Message.Inquire;
import dev.assay.twophasecommit.server.txn.Message.Prepare;
import dev.assay.twophasecommit.server.txn.Message.Refused;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds keys: executes operations, votes, and does as the coordinator decides (Bernstein,
 * Hadzilacos and Goodman 1987, §7.4). Before its vote it may abort at any time; after a yes it is
 * in doubt until it hears the decision, and keeps its locks.
 */
final class Participant {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Env env;
  private final TxnConfig config;
  private final Peers peers;
  private final HybridClock clock;
  private final Invariants invariants;
  private final CommitLog log;
  private final Voting voting;
  private final Leader leader;
  private final Store store;
  private final LockTable locks = new LockTable();
  private final Outcomes outcomes;
  private final Map<TxnId, Branch> branches = new TreeMap<>();
  private final Access access;
  private final SnapshotReads snapshotReads;
  private final long firstBranch;
  private final boolean isFirstLife;
  private final Queue<TxnId> resuming = new ArrayDeque<>();
  private long branchesGiven;
  private boolean isResuming;

  /**
   * A participant as recovery left it.
   *
   * @param epoch how often this node has started, which makes the numbers of branches unique
   */
  Participant(
      Env env,
      TxnConfig config,
      Peers peers,
      HybridClock clock,
      Invariants invariants,
      Recovery recovery,
      CommitLog log,
      Voting voting,
      Leader leader,
      long epoch) {
    this.env = env;
    this.config = config;
    this.peers = peers;
    this.clock = clock;
    this.log = log;
    this.voting = voting;
    this.leader = leader;
    this.store = recovery.store();
    this.outcomes = recovery.outcomes();
    this.invariants = invariants;
    this.access = new Access(config, store, locks, branches);
    this.snapshotReads = new SnapshotReads(config, log);
    this.firstBranch = epoch << 32;
    this.isFirstLife = epoch == 1;
    recovery.inDoubt().values().forEach(this::resurrect);
  }

  /** After a crash a transaction in doubt is what it was, with the locks on what it wrote. */
  private void resurrect(CommitLog.Record.Prepared prepared) {
    Branch branch = newBranch(prepared.txn(), 0);
    branch.writes.putAll(prepared.writes());
    branch.isPrepared = true;
    branch.isVoteDurable = true;
    branch.prepareTimestamp = prepared.timestamp();
    branch.participants = prepared.participants();
    if (!config.has(Bug.UNLOCKED_RECOVERY)) {
      locks.seize(branch.txn, LockTable.ALL_KEYS, LockTable.Mode.INTENT);
      branch.writes.keySet().forEach(k -> locks.seize(branch.txn, k, LockTable.Mode.EXCLUSIVE));
    }
  }

  private Branch newBranch(TxnId txn, long snapshot) {
    long number = firstBranch + ++branchesGiven;
    Branch branch = new Branch(txn, number, snapshot, env.clock().monotonicNanos());
    branch.isConfirmed = isFirstLife;
    branches.put(txn, branch);
    return branch;
  }

  void receive(Message.ToParticipant message) {
    switch (message) {
      case Execute execute -> execute(execute);
      case Prepare prepare -> prepare(prepare);
      case Commit commit -> commit(commit);
      case Abort abort -> {
        invariants.check(
            !config.isPaxos() || !outcomes.isCommitted(abort.txn()),
            () -> abort.txn() + " is aborted, but was committed here");
        abort(abort.txn(), "the coordinator says so");
        if (!outcomes.knows(abort.txn())) {
          outcomes.put(abort.txn(), abort);
        }
      }
    }
  }

  private void execute(Execute message) {
    clock.hear(message.snapshot());
    Branch branch = branches.get(message.txn());
    if (branch == null && outcomes.isReadOnly(message.txn())) {
      return; // a late repetition: a new branch would not know that it has voted
    }
    if (branch == null && message.branch() == 0 && !outcomes.knows(message.txn())) {
      branch = newBranch(message.txn(), message.snapshot());
    }
    if (branch == null || (message.branch() != 0 && message.branch() != branch.number)) {
      refuse(message.txn(), false, false, "its earlier operations here are lost");
      return;
    }
    if (branch.isPrepared) {
      return; // a late repetition
    }
    branch.isConfirmed |= message.branch() != 0;
    branch.sinceNanos = env.clock().monotonicNanos();
    Map<String, List<Long>> known = branch.results.get(message.index());
    if (known != null && !config.has(Bug.REPEATED_EXECUTION)) {
      answer(branch, message.index(), known);
    } else if (branch.waiting == null) {
      proceed(branch, message);
    }
  }

  /** Does an operation, or lets it wait. */
  private void proceed(Branch branch, Execute message) {
    branch.waiting = message;
    MicroOp op = message.op();
    for (LockTable.Claim claim : access.claimsOf(branch, op)) {
      if (!acquire(branch, claim)) {
        return;
      }
    }
    if (!access.mustAwaitPrepared(branch, op)) {
      finish(branch, message);
    }
  }

  private boolean acquire(Branch branch, LockTable.Claim claim) {
    if (config.has(Bug.SHARED_UPGRADE)
        && claim.mode() == LockTable.Mode.EXCLUSIVE
        && locks.holds(branch.txn, claim.key())) {
      locks.seize(branch.txn, claim.key(), claim.mode());
    } else {
      woundYounger(branch, locks.holdersInTheWay(branch.txn, claim.key(), claim.mode()));
    }
    // An older one that got on by that may have wounded this one, for a lock that it holds already.
    return branches.get(branch.txn) == branch
        && locks.acquire(branch.txn, claim.key(), claim.mode());
  }

  /**
   * Wound-wait (Rosenkrantz, Stearns and Lewis 1978): who is older takes the lock away, who is
   * younger waits. All waiting is for older transactions or for such as have voted, which wait for
   * nobody: no circle of waiting can close.
   */
  private void woundYounger(Branch branch, List<TxnId> inTheWay) {
    for (TxnId other : inTheWay) {
      Branch victim = branches.get(other);
      if (victim != null && !victim.isPrepared && branch.txn.isOlderThan(other)) {
        if (config.has(Bug.WOUND_WITHOUT_ABORT)) {
          resume(locks.release(other));
        } else {
          abort(other, "wounded by the older " + branch.txn);
          refuse(other, false, victim.isConfirmed, "wounded by an older transaction");
        }
      }
    }
  }

  private void finish(Branch branch, Execute message) {
    branch.waiting = null;
    Access.Done done = access.perform(branch, message.op());
    if (done.refusal() != null) {
      boolean isFinal = done.isFinal();
      abort(branch.txn, done.refusal());
      refuse(branch.txn, isFinal, branch.isConfirmed, done.refusal());
      return;
    }
    branch.results.put(message.index(), done.values());
    answer(branch, message.index(), done.values());
  }

  private void answer(Branch branch, int index, Map<String, List<Long>> values) {
    snapshotReads.whenLasting(
        branch,
        () ->
            peers.send(
                branch.txn.coordinator(), new Executed(branch.txn, branch.number, index, values)));
  }

  private void refuse(TxnId txn, boolean isFinal, boolean isSure, String reason) {
    peers.send(txn.coordinator(), new Refused(txn, isFinal, isSure, clock.tick(), reason));
  }

  /** Phase one: "if it is able to commit, it force-writes a prepare record and votes yes". */
  private void prepare(Prepare message) {
    Branch branch = branches.get(message.txn());
    if (branch != null && branch.isPrepared) {
      if (branch.isVoteDurable) {
        event("vote", branch.txn, "YES");
        voting.vote(message, Choice.prepared(branch.prepareTimestamp));
      }
    } else if (branch == null || branch.number != message.branch() || branch.waiting != null) {
      prepareUnknown(message);
    } else if (branch.writes.isEmpty()) {
      outcomes.putReadOnly(branch.txn);
      end(branch);
      voting.vote(message, Choice.READ_ONLY);
    } else {
      becomePrepared(branch, message);
    }
  }

  /**
   * Who does not know the transaction's operations cannot vote yes. In two-phase commit a no is
   * always right, because who is not in doubt may vote again. In Paxos a participant has one vote
   * in ballot 0: when an earlier life may have cast it, only a higher ballot can tell.
   */
  private void prepareUnknown(Prepare message) {
    TxnId txn = message.txn();
    if (message.isForAcceptors() && !config.has(Bug.SECOND_VOTE)) {
      if (outcomes.isReadOnly(txn)) {
        voting.vote(message, Choice.READ_ONLY);
      } else {
        refuse(txn, false, outcomes.isAborted(txn), "its operations are not known here");
      }
    } else {
      Choice vote = config.has(Bug.AMNESIA) ? Choice.prepared(0) : Choice.ABORTED;
      event("vote", txn, vote.kind() + ": its operations are not known here");
      voting.vote(message, vote);
    }
  }

  private void becomePrepared(Branch branch, Prepare message) {
    branch.isPrepared = true;
    branch.prepareTimestamp = clock.tick();
    branch.participants = message.participants();
    branch.sinceNanos = env.clock().monotonicNanos();
    log.append(
        new CommitLog.Record.Prepared(
            branch.txn,
            branch.prepareTimestamp,
            branch.participants,
            new TreeMap<>(branch.writes)));
    if (config.has(Bug.EARLY_UNLOCK)) {
      resume(locks.release(branch.txn));
    }
    voting.acceptHere(message, Choice.prepared(branch.prepareTimestamp));
    Runnable voteYes =
        () -> {
          event("vote", branch.txn, "YES");
          voting.tellOthers(message, Choice.prepared(branch.prepareTimestamp));
        };
    if (config.has(Bug.UNFORCED_PREPARE)) {
      voteYes.run();
    } else {
      log.whenDurable(
          () -> {
            branch.isVoteDurable = true;
            voteYes.run();
          });
    }
  }

  /**
   * Phase two. A leader tells all participants, also one that only read, which it may have
   * forgotten in a crash; what a late repetition of a read has begun there since ends.
   */
  private void commit(Commit message) {
    clock.hear(message.timestamp());
    Branch branch = branches.get(message.txn());
    if (branch != null && !branch.isPrepared && !branch.isConfirmed) {
      end(branch);
    } else if (branch != null) {
      invariants.check(
          branch.isPrepared && branch.prepareTimestamp <= message.timestamp(),
          () -> message + ": there is no vote of ours for that");
      event("commit", message.txn(), "at " + message.timestamp());
      log.append(new CommitLog.Record.Committed(message.txn(), message.timestamp()));
      branch.writes.forEach((key, value) -> store.install(key, value, message.timestamp()));
      outcomes.put(message.txn(), message);
      end(branch);
    } else {
      invariants.check(
          !outcomes.contradicts(message),
          () -> message + ": it has ended as " + outcomes.of(message.txn()) + " here");
    }
    log.whenDurable(() -> peers.send(message.txn().coordinator(), new Acknowledge(message.txn())));
  }

  /**
   * Presumed abort (Mohan, Lindsay and Obermarck 1986, §3.1): neither forced nor acknowledged.
   *
   * <p>A branch that is not confirmed goes, but is no reason to call the transaction aborted. n2
   * reads and votes read-only, which is in memory alone; n3 votes yes, the coordinator commits; n2
   * crashes; a late repetition of the read opens a branch at n2; n3 is in doubt and asks n2.
   */
  private void abort(TxnId txn, String why) {
    Branch branch = branches.get(txn);
    if (branch == null) {
      return;
    }
    event("abort", txn, why);
    if (branch.isPrepared) {
      log.append(new CommitLog.Record.Aborted(txn));
    }
    end(branch);
    if ((branch.isConfirmed || branch.isPrepared) && !outcomes.knows(txn)) {
      outcomes.put(txn, new Abort(txn));
    }
  }

  private void end(Branch branch) {
    branches.remove(branch.txn);
    resume(locks.release(branch.txn));
    if (branch.isPrepared) {
      Set<TxnId> readers = new TreeSet<>();
      for (Branch other : branches.values()) {
        if (other.waiting != null && !access.isLocking(other.waiting.op())) {
          readers.add(other.txn);
        }
      }
      resume(readers);
    }
  }

  /** Lets waiting operations go on, one after the other: what ends one may let others go on. */
  private void resume(Set<TxnId> ready) {
    resuming.addAll(ready);
    if (isResuming) {
      return;
    }
    isResuming = true;
    while (!resuming.isEmpty()) {
      Branch branch = branches.get(resuming.remove());
      Execute waiting = branch == null ? null : branch.waiting;
      if (branch != null && waiting != null) {
        proceed(branch, waiting);
      }
    }
    isResuming = false;
  }

  /**
   * The termination protocol (Bernstein et al. 1987, §7.4): another participant is in doubt. Who
   * knows the decision tells; who is certain not to have voted makes one; who is in doubt too
   * cannot help.
   */
  void answer(String inDoubt, Inquire question) {
    Branch branch = branches.get(question.txn());
    if (branch != null && branch.isConfirmed && !branch.isPrepared) {
      abort(question.txn(), inDoubt + " is in doubt, and there is no vote of ours yet");
    }
    Message.ToParticipant outcome = outcomes.of(question.txn());
    if (outcome != null) {
      peers.send(inDoubt, outcome);
    }
  }

  /** Looks after transactions that nothing was heard of for long. */
  void sweep() {
    long now = env.clock().monotonicNanos();
    long patience = config.branchTimeoutMillis() * NANOS_PER_MILLI;
    for (Branch branch : List.copyOf(branches.values())) {
      long silent = now - branch.sinceNanos;
      if (!branch.isPrepared && silent > patience) {
        abort(branch.txn, "nothing was heard of it for too long");
        refuse(branch.txn, false, branch.isConfirmed, "a participant heard nothing for too long");
      } else if (branch.isPrepared && config.has(Bug.HEURISTIC_ABORT) && silent > patience) {
        abort(branch.txn, "in doubt for too long");
      } else if (branch.isPrepared
          && silent > patience / 4
          && now - branch.askedNanos > patience / 4) {
        if (config.isPaxos() && branch.hasAsked) {
          leader.takeOver(branch.txn, branch.participants);
        }
        branch.hasAsked = true;
        branch.askedNanos = now;
        inquire(branch);
      }
    }
  }

  private void inquire(Branch branch) {
    Inquire question = new Inquire(branch.txn);
    peers.send(branch.txn.coordinator(), question);
    branch.participants.stream()
        .filter(other -> !other.equals(branch.txn.coordinator()) && !other.equals(peers.self()))
        .forEach(other -> peers.send(other, question));
  }

  /** Whether it has voted yes here, and the decision is not known. */
  boolean isInDoubt(TxnId txn) {
    Branch branch = branches.get(txn);
    return branch != null && branch.isPrepared;
  }

  boolean hasBranch(TxnId txn) {
    return branches.containsKey(txn);
  }

  /** All parts of transactions that are going on here, the oldest first. */
  List<Branch> branches() {
    return List.copyOf(branches.values());
  }

  private void event(String kind, TxnId txn, String details) {
    Trace trace = env.trace();
    if (trace.detailed()) {
      trace.event(kind, txn + ": " + details);
    }
  }
}
