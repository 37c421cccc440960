package dev.assay.eventualkv.server.replica;

import dev.assay.eventualkv.server.Config;
import dev.assay.eventualkv.server.replica.Message.Replicate;
import dev.assay.eventualkv.server.state.State;
import dev.assay.runtime.Timers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Updates that clients asked this node for (Dynamo §4.5): the node changes what it has of the key
 * itself, puts it on its disk, sends it to the replicas, and answers when W nodes have it. Where
 * replicas are silent and the quorum is sloppy, others keep the state for them, with a hint (§4.6).
 */
final class Updates {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Larger states are refused, so that joins of several fit into a record and a message. */
  private static final int STATE_BYTES_MAX = 512 << 10;

  private final Config config;
  private final Ring ring;
  private final Peers peers;
  private final Timers timers;
  private final Replica replica;
  private final Map<Long, Pending> pending = new TreeMap<>();

  /** What came of an update. */
  enum Result {
    /** W nodes have it. */
    STORED,
    /** At least this node has it, and nobody knows whether W will. */
    TIMED_OUT,
    /** It would make the state too large, and was not done. */
    TOO_LARGE
  }

  Updates(Config config, Ring ring, Peers peers, Timers timers, Replica replica) {
    this.config = config;
    this.ring = ring;
    this.peers = peers;
    this.timers = timers;
    this.replica = replica;
  }

  /** How many updates do not have all replicas yet. */
  int pendingCount() {
    return pending.size();
  }

  /**
   * Sets the key to a state that this node has just made of its own.
   *
   * @param reply hears once what came of it
   */
  void store(Key key, State state, Consumer<Result> reply) {
    if (state.toBytes().length > STATE_BYTES_MAX) {
      reply.accept(Result.TOO_LARGE);
      return;
    }
    List<String> replicas = ring.replicas(key);
    replica.put(key, state);
    if (!replicas.contains(peers.self())) {
      replicas.forEach(node -> replica.addHint(node, key));
    }
    Pending update = new Pending(key, state, replicas, reply);
    replica.whenDurable(update::begin);
  }

  /** A node has what it was sent. */
  void stored(String from, long id) {
    Pending update = pending.get(id);
    if (update != null) {
      update.acknowledged(from);
    }
  }

  private final class Pending {
    private final long id = peers.nextId();
    private final Key key;
    private final State state;
    private final List<String> replicas;
    private final TreeSet<String> have = new TreeSet<>();
    private Consumer<Result> reply;
    private long waitedMillis;

    Pending(Key key, State state, List<String> replicas, Consumer<Result> reply) {
      this.key = key;
      this.state = state;
      this.replicas = replicas;
      this.reply = reply;
    }

    /** What is sent may name the update's dot, so it is on this disk before. */
    void begin() {
      pending.put(id, this);
      acknowledged(peers.self());
      if (pending.containsKey(id)) {
        sendToMissing();
        timers.schedule(config.suspectMillis() * NANOS_PER_MILLI, this::suspect);
      }
    }

    private void sendToMissing() {
      List<String> missing = replicas.stream().filter(node -> !have.contains(node)).toList();
      peers.send(missing, new Replicate(id, key, state, ""));
    }

    void acknowledged(String node) {
      have.add(node);
      long counted =
          config.isSloppy() ? have.size() : have.stream().filter(replicas::contains).count();
      if (counted >= Math.min(config.writeQuorum(), replicas.size())) {
        answer(Result.STORED);
      }
      if (have.containsAll(replicas)) {
        pending.remove(id);
        if (!replicas.contains(peers.self())) {
          replicas.forEach(each -> handedOver(each));
        }
      }
    }

    /** The replica has this state; when more has come since, the hint stays for that. */
    private void handedOver(String node) {
      if (replica.digest(key) == state.digest()) {
        replica.removeHint(node, key);
      }
    }

    private void suspect() {
      if (!pending.containsKey(id)) {
        return;
      }
      waitedMillis += config.suspectMillis();
      if (waitedMillis >= config.requestTimeoutMillis()) {
        pending.remove(id);
        answer(Result.TIMED_OUT);
        return;
      }
      sendToMissing();
      if (config.isSloppy()) {
        sendToStandIns();
      }
      timers.schedule(config.suspectMillis() * NANOS_PER_MILLI, this::suspect);
    }

    /** One node more for each replica that is silent, in the order of the ring. */
    private void sendToStandIns() {
      List<String> standIns =
          ring.others(key).stream().filter(node -> !node.equals(peers.self())).toList();
      List<String> silent = replicas.stream().filter(node -> !have.contains(node)).toList();
      for (int i = 0; i < Math.min(standIns.size(), silent.size()); i++) {
        if (!have.contains(standIns.get(i))) {
          peers.send(standIns.get(i), new Replicate(id, key, state, silent.get(i)));
        }
      }
    }

    private void answer(Result result) {
      Consumer<Result> waiting = reply;
      reply = again -> {};
      waiting.accept(result);
    }
  }
}
