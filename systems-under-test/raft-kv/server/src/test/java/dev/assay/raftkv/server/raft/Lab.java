package dev.assay.raftkv.server.raft;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.raftkv.server.Bug;
import dev.assay.runtime.Program;
import dev.assay.runtime.manual.ManualCluster;
import dev.assay.runtime.manual.ManualCluster.Envelope;
import dev.assay.runtime.manual.MemoryDisk;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Raft servers in memory whose state machines list what was applied. A server that is not started
 * is played by the test: it sends with {@link #from} and sees what it was sent.
 */
final class Lab {
  static final long ELECTION_MILLIS = 100;
  static final long HEARTBEAT_MILLIS = 20;

  final ManualCluster cluster;
  private final Map<String, List<String>> applied = new TreeMap<>();
  private final Map<String, RaftNode> nodes = new TreeMap<>();

  Lab(int servers, Bug... bugs) {
    this(1, servers, bugs);
  }

  Lab(long seed, int servers, Bug... bugs) {
    this(seed, servers, RaftConfig.ofPaper(ELECTION_MILLIS, HEARTBEAT_MILLIS, 100, set(bugs)));
  }

  Lab(int servers, RaftConfig config) {
    this(1, servers, config);
  }

  private Lab(long seed, int servers, RaftConfig config) {
    List<String> names = IntStream.rangeClosed(1, servers).mapToObj(i -> "n" + i).toList();
    cluster = new ManualCluster(names, seed, name -> program(name, config));
  }

  static Set<Bug> set(Bug... bugs) {
    Set<Bug> set = EnumSet.noneOf(Bug.class);
    set.addAll(List.of(bugs));
    return set;
  }

  private Program program(String name, RaftConfig config) {
    return env -> {
      List<String> machine = new ArrayList<>();
      applied.put(name, machine);
      nodes.put(name, new RaftNode(env, config, new Machine(machine)));
    };
  }

  /** Its state is what it applied. */
  private record Machine(List<String> applied) implements StateMachine {
    @Override
    public Result apply(long index, byte[] command) {
      applied.add(index + ":" + new String(command, UTF_8));
      return new Applied(index);
    }

    @Override
    public byte[] snapshot() {
      return String.join("\n", applied).getBytes(UTF_8);
    }

    @Override
    public void restore(byte[] snapshot) {
      applied.clear();
      new String(snapshot, UTF_8).lines().forEach(applied::add);
    }
  }

  /** What applying a command gives here. */
  record Applied(long index) implements StateMachine.Result {}

  RaftNode node(String name) {
    RaftNode node = nodes.get(name);
    if (node == null || !cluster.isUp(name)) {
      throw new IllegalStateException(name + " is down");
    }
    return node;
  }

  /** What a server's state machine applied, as {@code index:command}. */
  List<String> applied(String name) {
    return applied.getOrDefault(name, List.of());
  }

  RaftNode.Status status(String name) {
    return node(name).status();
  }

  /**
   * Writes what an earlier life of the server left: its term, and a log with entries of these
   * terms.
   */
  void given(String name, long term, long... entryTerms) {
    MemoryDisk disk = cluster.disk(name);
    Storage storage = new Storage(name, disk, Members.of(List.of()), Set.of());
    storage.saveTermAndVote(term, null);
    for (int i = 0; i < entryTerms.length; i++) {
      String command = "e" + (i + 1) + "t" + entryTerms[i];
      storage.append(Entry.command(entryTerms[i], command.getBytes(UTF_8)));
    }
    storage.whenDurable(() -> {});
    disk.completeSync();
  }

  /** The terms of a server's log, without what a snapshot replaced, as a crash would leave it. */
  List<Long> durableTerms(String name) {
    MemoryDisk copy = new MemoryDisk();
    for (String file : List.of("term-and-vote", "snapshot", "log-0", "log-1")) {
      cluster.disk(name).durableContent(file).ifPresent(bytes -> copy.damage(file, bytes));
    }
    RaftLog log = new Storage(name, copy, Members.of(List.of()), EnumSet.allOf(Bug.class)).log();
    List<Long> terms = new ArrayList<>();
    for (long index = log.baseIndex() + 1; index <= log.lastIndex(); index++) {
      terms.add(log.termAt(index));
    }
    return terms;
  }

  /**
   * Starts a server and makes it the leader of the next term, with votes that the test casts for
   * its peers.
   */
  long elect(String name) {
    if (!cluster.isUp(name)) {
      cluster.start(name);
    }
    runUntilCandidate(name);
    long term = status(name).term();
    for (String peer : cluster.names()) {
      if (!peer.equals(name) && status(name).role() == Role.CANDIDATE) {
        from(peer, name, new Message.RequestVoteReply(term, true));
      }
    }
    return term;
  }

  /** Lets the server's election timeout pass in silence. */
  void runUntilCandidate(String name) {
    for (int i = 0; i < 300 && status(name).role() != Role.CANDIDATE; i++) {
      cluster.advanceNanos(1_000_000);
      completeSyncs(name);
    }
    if (status(name).role() != Role.CANDIDATE) {
      throw new AssertionError(name + " did not become a candidate: " + status(name));
    }
  }

  void completeSyncs(String name) {
    while (cluster.disk(name).syncsWaiting() > 0) {
      cluster.disk(name).completeSync();
    }
  }

  /** Delivers a message at once, and completes the syncs that it causes. */
  void from(String sender, String receiver, Message message) {
    fromWithoutSync(sender, receiver, message);
    completeSyncs(receiver);
  }

  void fromWithoutSync(String sender, String receiver, Message message) {
    cluster.send(sender, receiver, MessageCodec.encode(message));
    cluster.deliver(cluster.inFlight().get(cluster.inFlight().size() - 1));
  }

  /** Takes the messages of a kind that a server sent to another off the network, oldest first. */
  <M extends Message> List<M> sent(String from, String to, Class<M> kind) {
    List<M> messages = new ArrayList<>();
    for (Envelope envelope : List.copyOf(cluster.inFlight())) {
      if (envelope.from().equals(from) && envelope.to().equals(to)) {
        Message message = MessageCodec.decode(envelope.message());
        if (kind.isInstance(message)) {
          messages.add(kind.cast(message));
          cluster.drop(other -> other.number() == envelope.number());
        }
      }
    }
    return messages;
  }

  /**
   * The last message of the kind that a server sent to another, taken off the network with those
   * before.
   */
  <M extends Message> M lastSent(String from, String to, Class<M> kind) {
    List<M> messages = sent(from, to, kind);
    if (messages.isEmpty()) {
      throw new AssertionError("no " + kind.getSimpleName() + " from " + from + " to " + to);
    }
    return messages.get(messages.size() - 1);
  }

  /** Proposes to a server; the list gets the outcome when it is there. */
  List<Outcome<StateMachine.Result>> propose(String name, String command) {
    List<Outcome<StateMachine.Result>> outcomes = new ArrayList<>();
    node(name).propose(command.getBytes(UTF_8), outcomes::add);
    return outcomes;
  }

  List<Outcome<Long>> read(String name) {
    List<Outcome<Long>> outcomes = new ArrayList<>();
    node(name).read(outcomes::add);
    return outcomes;
  }

  /** The one leader among the servers that are up, in the highest term there is. */
  String leader() {
    String leader = null;
    for (String name : cluster.names()) {
      if (cluster.isUp(name)
          && status(name).role() == Role.LEADER
          && (leader == null || status(name).term() > status(leader).term())) {
        leader = name;
      }
    }
    if (leader == null) {
      throw new AssertionError("no leader");
    }
    return leader;
  }

  static Entry entry(long term, String command) {
    return Entry.command(term, command.getBytes(UTF_8));
  }
}
