package dev.assay.eventualkv.server.replica;

import dev.assay.eventualkv.server.Bug;
import dev.assay.eventualkv.server.Config;
import dev.assay.eventualkv.server.Conflicts;
import dev.assay.eventualkv.server.state.Dot;
import dev.assay.eventualkv.server.state.LwwRegister;
import dev.assay.eventualkv.server.state.OrSet;
import dev.assay.eventualkv.server.state.PnCounter;
import dev.assay.eventualkv.server.state.PnCounter.Tally;
import dev.assay.eventualkv.server.state.Siblings;
import dev.assay.eventualkv.server.state.State;
import dev.assay.eventualkv.server.state.VersionVector;
import dev.assay.runtime.Env;
import dev.assay.runtime.HybridClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node: takes requests of any key, and keeps those whose replica it is. */
public final class EventualNode {
  private final Env env;
  private final Config config;
  private final Replica replica;
  private final HybridClock clock;
  private final Updates updates;
  private final Reads reads;
  private final Handoff handoff;
  private final AntiEntropy antiEntropy;

  /** What this life has counted, for a bug. */
  private final Map<Key, Tally> talliesOfThisLife = new TreeMap<>();

  /** How many dots this life has given, for a bug. */
  private final Map<Key, Long> dotsOfThisLife = new TreeMap<>();

  /** What a client hears of an update. */
  public enum Outcome {
    STORED,
    /** At least one node has it; nobody knows whether as many will as were to. */
    TIMED_OUT,
    /** Not done: what the client had seen could not be found in time. */
    BEHIND,
    /** Not done: the key's state would be too large. */
    TOO_LARGE
  }

  /**
   * Recovers what earlier lives left.
   *
   * @throws dev.assay.runtime.CorruptFileException when it cannot be trusted
   */
  public EventualNode(Env env, Config config) {
    this.env = env;
    this.config = config;
    this.clock = new HybridClock(env.clock());
    this.replica = new Replica(env.disk(), config);
    if (replica.tornBytes() > 0) {
      env.trace().log("cut " + replica.tornBytes() + " bytes of a torn write off the log");
    }
    List<String> others = env.network().peers();
    List<String> all = new ArrayList<>(others);
    all.add(env.network().self());
    Ring ring = new Ring(all, config.replicas());
    Peers peers = new Network(env, replica);
    updates = new Updates(config, ring, peers, env.timers(), replica);
    reads = new Reads(config, ring, peers, env.timers(), replica);
    handoff = new Handoff(config, others, peers, env.timers(), replica);
    antiEntropy = new AntiEntropy(config, others, ring, peers, env.timers(), replica);
    env.network().onMessage((from, bytes) -> receive(peers, from, Message.of(bytes)));
    handoff.begin();
    antiEntropy.begin();
  }

  private void receive(Peers peers, String from, Message message) {
    switch (message) {
      case Message.Replicate m -> {
        replica.join(m.key(), m.state());
        if (!m.hintFor().isEmpty()) {
          replica.addHint(m.hintFor(), m.key());
        }
        peers.send(from, new Message.Stored(m.id()));
      }
      case Message.Stored m -> {
        updates.stored(from, m.id());
        handoff.stored(from, m.id());
      }
      case Message.Fetch m ->
          peers.send(from, new Message.Fetched(m.id(), m.key(), replica.get(m.key())));
      case Message.Fetched m -> reads.fetched(from, m);
      case Message.Repair m -> reads.repair(m);
      case Message.Hashes m -> antiEntropy.compare(from, m);
      case Message.Leaf m -> antiEntropy.exchange(from, m);
      case Message.Push m -> antiEntropy.receive(from, m);
    }
  }

  /** A message in words, for traces; also bytes that are none. */
  public static String describe(byte[] message) {
    try {
      return Message.of(message).toString();
    } catch (IllegalArgumentException malformed) {
      return message.length + " bytes that are no message: " + malformed.getMessage();
    }
  }

  /** The usual number of replicas that answer a read. */
  public int readQuorum() {
    return config.readQuorum();
  }

  /**
   * Reads a key.
   *
   * @param quorum how many replicas are to answer
   * @param reply hears what was found, or nothing when too few answered
   */
  public void read(Key key, int quorum, Consumer<Optional<State>> reply) {
    reads.read(key, quorum, found -> replica.whenDurable(() -> reply.accept(found)));
  }

  /**
   * Writes a register.
   *
   * @param token what the client has seen, as it was told; empty for nothing
   * @param value null to delete
   * @throws IllegalArgumentException when the token is none
   */
  public void write(Key key, String token, @Nullable String value, Consumer<Outcome> reply) {
    State state = replica.get(key);
    State written =
        config.conflicts() == Conflicts.SIBLINGS
            ? writeSibling(key, (Siblings) state, vector(token), value)
            : writeLast(token, state, value);
    store(key, written, reply);
  }

  private State writeSibling(
      Key key, Siblings state, VersionVector context, @Nullable String value) {
    Dot dot = nextDot(key, state.seen().join(context));
    return state.write(dot, context, value, config.bugs());
  }

  private State writeLast(String token, State state, @Nullable String value) {
    long timestamp;
    if (config.has(Bug.WALL_CLOCK)) {
      timestamp = new HybridClock(env.clock()).tick();
    } else {
      if (!token.matches("[0-9]{0,19}")) {
        throw notSeen(token);
      }
      clock.hear(token.isEmpty() ? 0 : Long.parseLong(token));
      clock.hear(((LwwRegister) state).timestamp());
      timestamp = clock.tick();
    }
    return state.join(new LwwRegister(timestamp, env.network().self(), value), config.bugs());
  }

  /** Adds to a counter. */
  public void add(Key key, long by, Consumer<Outcome> reply) {
    PnCounter counter = (PnCounter) replica.get(key);
    String self = env.network().self();
    Tally before =
        config.has(Bug.FORGOTTEN_TALLY)
            ? talliesOfThisLife.getOrDefault(key, Tally.NONE)
            : counter.of(self);
    Tally now = before.plus(by);
    talliesOfThisLife.put(key, now);
    store(key, counter.with(self, now), reply);
  }

  /** Adds an element to a set. */
  public void addElement(Key key, String element, Consumer<Outcome> reply) {
    OrSet set = (OrSet) replica.get(key);
    store(key, set.add(nextDot(key, set.seen()), element), reply);
  }

  /**
   * Removes an element, as far as the client has seen it added. Of what it has seen elsewhere this
   * node may know nothing yet; it asks the replicas then.
   *
   * @throws IllegalArgumentException when the token is none
   */
  public void removeElement(Key key, String element, String token, Consumer<Outcome> reply) {
    VersionVector saw = vector(token);
    OrSet set = (OrSet) replica.get(key);
    if (set.seen().covers(saw)) {
      VersionVector removed = config.has(Bug.REMOVED_UNSEEN) ? set.seen() : saw;
      store(key, set.remove(element, removed), reply);
      return;
    }
    reads.read(
        key,
        Integer.MAX_VALUE,
        found -> {
          found.ifPresent(state -> replica.join(key, state));
          if (((OrSet) replica.get(key)).seen().covers(saw)) {
            removeElement(key, element, token, reply);
          } else {
            reply.accept(Outcome.BEHIND);
          }
        });
  }

  private void store(Key key, State state, Consumer<Outcome> reply) {
    updates.store(
        key,
        state,
        result ->
            reply.accept(
                switch (result) {
                  case STORED -> Outcome.STORED;
                  case TIMED_OUT -> Outcome.TIMED_OUT;
                  case TOO_LARGE -> Outcome.TOO_LARGE;
                }));
  }

  /** Above all that this node has given for the key: those are in its state, and on its disk. */
  private Dot nextDot(Key key, VersionVector seen) {
    String self = env.network().self();
    long counter =
        config.has(Bug.REUSED_DOTS) ? dotsOfThisLife.getOrDefault(key, 0L) : seen.of(self);
    dotsOfThisLife.put(key, counter + 1);
    return new Dot(self, counter + 1);
  }

  private static VersionVector vector(String token) {
    return VersionVector.parse(token).orElseThrow(() -> notSeen(token));
  }

  private static IllegalArgumentException notSeen(String token) {
    return new IllegalArgumentException(
        "expected a context as an earlier answer gave it, found " + token);
  }

  /** What an operator wants to know: how many keys are here, pending and to be handed over. */
  public Status status() {
    Map<String, Integer> hints = new TreeMap<>();
    for (String node : env.network().peers()) {
      hints.put(node, replica.hintsOf(node).size());
    }
    return new Status(env.network().self(), replica.keys().size(), updates.pendingCount(), hints);
  }

  /**
   * What is going on at a node.
   *
   * @param hints keys kept for others, by node
   */
  public record Status(String id, int keys, int pendingUpdates, Map<String, Integer> hints) {}

  /**
   * Nobody hears of a state that is not on this disk: after a crash this node would give the same
   * dot to another update, which whoever had heard of the first would take for one that is known.
   */
  private static final class Network implements Peers {
    private final Env env;
    private final Replica replica;
    private long id;

    Network(Env env, Replica replica) {
      this.env = env;
      this.replica = replica;
      // A seed that is given is the same in every life of the node; the time is not.
      this.id = env.rng().fork("requests " + env.clock().wallMillis()).nextLong();
    }

    @Override
    public String self() {
      return env.network().self();
    }

    @Override
    public void send(Collection<String> to, Message message) {
      byte[] bytes = message.toBytes();
      replica.whenDurable(() -> to.forEach(node -> env.network().send(node, bytes)));
    }

    @Override
    public long nextId() {
      return ++id;
    }
  }
}
