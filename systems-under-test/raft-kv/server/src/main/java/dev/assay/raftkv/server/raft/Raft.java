package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.Bug;
import dev.assay.raftkv.server.raft.Invariants.Invariant;
import dev.assay.runtime.Env;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server's state (Figure 2) and the rules that hold for all servers. */
final class Raft {
  /** With longer commands than usual snapshots come earlier. */
  private static final long LOG_BYTES_MAX = 8 << 20;

  final Env env;
  final RaftConfig config;
  final Invariants invariants;
  final Storage storage;
  final Election election;
  final FingerprintHandler fingerprints;
  private final StateMachine machine;

  private Role role = Role.FOLLOWER;
  private @Nullable String knownLeader;
  private @Nullable Leader leader;
  private long commitIndex;
  private long lastApplied;

  Raft(Env env, RaftConfig config, StateMachine machine) {
    this.env = env;
    this.config = config;
    this.machine = machine;
    this.invariants = new Invariants(env.trace(), config.invariants(), config.bugs());
    List<String> all = new ArrayList<>(peers());
    all.add(self());
    this.storage = new Storage(self(), env.disk(), Members.of(all), config.bugs());
    this.election = new Election(this);
    this.fingerprints = new FingerprintHandler(this);
    recover(storage.snapshot());
  }

  /** The state machine of a snapshot; what follows it is applied when it is known as committed. */
  private void recover(Snapshot snapshot) {
    if (!snapshot.isNone()) {
      machine.restore(snapshot.state());
      commitIndex = snapshot.lastIndex();
      lastApplied = snapshot.lastIndex();
    }
  }

  String self() {
    return env.network().self();
  }

  /** All servers that can be reached, members or not. */
  List<String> peers() {
    return env.network().peers();
  }

  /** The configuration that counts: the latest in the log (§6). */
  Members members() {
    return hasBug(Bug.MEMBERS_ON_COMMIT) ? log().membersAt(commitIndex) : log().members();
  }

  /** The other members. */
  List<String> otherMembers() {
    return members().names().stream().filter(name -> !name.equals(self())).toList();
  }

  Quorum quorum() {
    return Quorum.of(members(), config.bugs());
  }

  /** Whether this server was a member and is, as it knows for certain, none any more. */
  boolean isRemoved() {
    return !members().contains(self()) && log().membersIndex() <= commitIndex;
  }

  long currentTerm() {
    return storage.currentTerm();
  }

  RaftLog log() {
    return storage.log();
  }

  Role role() {
    return role;
  }

  /** The leader of the current term, once this server has heard of it. */
  Optional<String> knownLeader() {
    return Optional.ofNullable(knownLeader);
  }

  /** What this server has as a leader; empty when it is none. */
  Optional<Leader> leader() {
    return Optional.ofNullable(leader);
  }

  long commitIndex() {
    return commitIndex;
  }

  long lastApplied() {
    return lastApplied;
  }

  boolean hasBug(Bug bug) {
    return config.bugs().contains(bug);
  }

  /**
   * "If RPC request or response contains term T &gt; currentTerm: set currentTerm = T, convert to
   * follower" (§5.1).
   */
  void observe(long term, String from) {
    if (term > currentTerm()) {
      storage.saveTermAndVote(term, null);
      becomeFollower(null, from + " is in this term");
    }
  }

  /** A server leads this term: recognise it (§5.2). */
  void follow(String newLeader, long term) {
    Optional<String> known = knownLeader();
    invariants.check(
        Invariant.ELECTION_SAFETY,
        () -> known.isEmpty() || known.get().equals(newLeader),
        () -> "two leaders in term %d: %s and %s".formatted(term, known.orElseThrow(), newLeader));
    if (!known.equals(Optional.of(newLeader))) {
      becomeFollower(newLeader, "heard from the leader");
    }
    election.heardLeader();
  }

  /** Follows, in the current term. */
  void becomeFollower(@Nullable String newLeader, String reason) {
    Role before = role;
    Leader deposed = leader;
    role = Role.FOLLOWER;
    leader = null;
    knownLeader = newLeader;
    if (before != Role.FOLLOWER || newLeader != null) {
      env.trace()
          .log(
              "term %d: follower%s (%s)"
                  .formatted(currentTerm(), newLeader == null ? "" : " of " + newLeader, reason));
    }
    if (deposed != null) {
      deposed.abdicate();
    }
  }

  /** In the current term still, and nobody's follower (thesis §9.6). */
  void becomePreCandidate(String reason) {
    role = Role.PRE_CANDIDATE;
    knownLeader = null;
    env.trace().log("term %d: asks for a next (%s)".formatted(currentTerm(), reason));
  }

  /** "Increment currentTerm, vote for self" (§5.2). */
  void becomeCandidate(String reason) {
    role = Role.CANDIDATE;
    knownLeader = null;
    storage.saveTermAndVote(currentTerm() + 1, self());
    env.trace().log("term %d: candidate (%s)".formatted(currentTerm(), reason));
  }

  void becomeLeader(String reason) {
    role = Role.LEADER;
    knownLeader = self();
    invariants.check(
        Invariant.LEADER_COMPLETENESS,
        () -> log().lastIndex() >= commitIndex,
        () -> "elected without entry %d, which is committed".formatted(commitIndex));
    env.trace().log("term %d: LEADER (%s)".formatted(currentTerm(), reason));
    Leader elected = new Leader(this);
    leader = elected;
    elected.start();
  }

  /**
   * "If commitIndex &gt; lastApplied: increment lastApplied, apply log[lastApplied] to state
   * machine" (§5.3).
   */
  void commitTo(long index) {
    invariants.check(
        Invariant.COMMIT_WITHIN_LOG,
        () -> index <= log().lastIndex(),
        () -> "commit index %d is beyond the log's end %d".formatted(index, log().lastIndex()));
    commitIndex = Math.max(commitIndex, Math.min(index, log().lastIndex()));
    while (lastApplied < commitIndex) {
      lastApplied++;
      Entry entry = log().entry(lastApplied);
      Optional<StateMachine.Result> result =
          entry.kind() == Entry.Kind.COMMAND
              ? Optional.of(machine.apply(lastApplied, entry.command()))
              : Optional.empty();
      if (leader != null) {
        leader.applied(lastApplied, entry.term(), result);
      }
    }
    snapshotWhenDue();
  }

  /** "Each server takes snapshots independently, covering just the committed entries" (§7). */
  private void snapshotWhenDue() {
    long since = lastApplied - storage.snapshot().lastIndex();
    boolean isDue =
        since >= config.snapshotEntries() || (since > 0 && log().bytes() > LOG_BYTES_MAX);
    if (!isDue || lastApplied > log().lastIndex()) {
      return;
    }
    Snapshot taken =
        new Snapshot(
            lastApplied,
            log().termAt(lastApplied),
            log().hashAt(lastApplied),
            log().membersAt(lastApplied),
            machine.snapshot());
    long kept = Math.min(config.snapshotEntries() / 2, lastApplied - log().baseIndex());
    storage.compact(taken, log().bytes() > LOG_BYTES_MAX ? lastApplied : lastApplied - kept);
  }

  /** Figure 13, steps 5 to 8: a leader's snapshot is here as a whole. */
  void install(Snapshot snapshot) {
    if (log().matches(snapshot.lastIndex(), snapshot.lastTerm()) && !discardsForSnapshots()) {
      // 6. If existing log entry has same index and term as snapshot's last included entry, retain
      // log entries following it and reply
      commitTo(snapshot.lastIndex());
      return;
    }
    env.trace().log("installs the snapshot of entry " + snapshot.lastIndex());
    // 7. Discard the entire log. 8. Reset state machine using snapshot contents
    storage.install(snapshot);
    recover(snapshot);
  }

  boolean discardsForSnapshots() {
    return hasBug(Bug.SNAPSHOT_DISCARDS_LOG);
  }

  /**
   * Sends what must not be said before it is on stable storage. A later term may begin while the
   * disk works; the message is then like one that was delayed by the network, which Raft allows.
   */
  void sendWhenDurable(String to, Message message) {
    storage.whenDurable(() -> send(to, message));
  }

  void send(String to, Message message) {
    env.network().send(to, MessageCodec.encode(message));
  }

  /**
   * "Raft determines which of two logs is more up-to-date by comparing the index and term of the
   * last entries" (§5.4.1): why a log that ends so is behind this one; empty when it is not.
   */
  Optional<String> whyBehind(long lastLogIndex, long lastLogTerm) {
    boolean isUpToDate =
        lastLogTerm == log().lastTerm()
            ? lastLogIndex >= log().lastIndex()
            : lastLogTerm > log().lastTerm();
    if (isUpToDate || hasBug(Bug.UNCHECKED_VOTE)) {
      return Optional.empty();
    }
    return Optional.of(
        "its log ends with entry %d of term %d, mine with %d of term %d"
            .formatted(lastLogIndex, lastLogTerm, log().lastIndex(), log().lastTerm()));
  }

  /** Whether what was sent then should have been answered by now. */
  boolean isOverdue(long sentNanos) {
    return env.clock().monotonicNanos() - sentNanos > 2 * config.heartbeatNanos();
  }

  /** Records why something was refused. */
  void reject(String kind, String from, String reason) {
    if (env.trace().detailed()) {
      env.trace().event(kind, "from " + from + ": " + reason);
    }
  }
}
