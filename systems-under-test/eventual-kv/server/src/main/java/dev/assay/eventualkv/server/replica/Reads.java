package dev.assay.eventualkv.server.replica;

import dev.assay.eventualkv.server.Bug;
import dev.assay.eventualkv.server.Config;
import dev.assay.eventualkv.server.replica.Message.Fetch;
import dev.assay.eventualkv.server.replica.Message.Fetched;
import dev.assay.eventualkv.server.replica.Message.Repair;
import dev.assay.eventualkv.server.state.State;
import dev.assay.runtime.Timers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads that clients asked this node for (Dynamo §4.5): it asks all replicas, answers with the join
 * of the first R answers, and sends the join of all to those that lacked some of it (read repair,
 * §5).
 */
final class Reads {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Config config;
  private final Ring ring;
  private final Peers peers;
  private final Timers timers;
  private final Replica replica;
  private final Map<Long, Pending> pending = new TreeMap<>();

  Reads(Config config, Ring ring, Peers peers, Timers timers, Replica replica) {
    this.config = config;
    this.ring = ring;
    this.peers = peers;
    this.timers = timers;
    this.replica = replica;
  }

  /**
   * Reads a key.
   *
   * @param quorum how many answers are enough; more than there are replicas means all of them
   * @param reply hears once what was found; empty when too few answered in time
   */
  void read(Key key, int quorum, Consumer<Optional<State>> reply) {
    List<String> replicas = ring.replicas(key);
    boolean isHere = replicas.contains(peers.self());
    if (isHere && quorum == 1) {
      reply.accept(Optional.of(replica.get(key)));
      return;
    }
    Pending read = new Pending(key, Math.min(quorum, replicas.size()), replicas, reply);
    pending.put(read.id, read);
    if (isHere) {
      read.found(peers.self(), replica.get(key));
    }
    read.askMissing();
    timers.schedule(config.suspectMillis() * NANOS_PER_MILLI, read::suspect);
  }

  /** A node has answered. */
  void fetched(String from, Fetched answer) {
    Pending read = pending.get(answer.id());
    if (read != null && read.key.equals(answer.key())) {
      read.found(from, answer.state());
    }
  }

  /** A read elsewhere has found more than this node had. */
  void repair(Repair message) {
    if (config.has(Bug.STALE_REPAIR)) {
      replica.put(message.key(), message.state());
    } else {
      replica.join(message.key(), message.state());
    }
  }

  private final class Pending {
    private final long id = peers.nextId();
    private final Key key;
    private final int quorum;
    private final List<String> replicas;
    private final TreeMap<String, State> found = new TreeMap<>();
    private Consumer<Optional<State>> reply;
    private long waitedMillis;

    Pending(Key key, int quorum, List<String> replicas, Consumer<Optional<State>> reply) {
      this.key = key;
      this.quorum = quorum;
      this.replicas = replicas;
      this.reply = reply;
    }

    void askMissing() {
      List<String> missing =
          replicas.stream()
              .filter(node -> !found.containsKey(node) && !node.equals(peers.self()))
              .toList();
      peers.send(missing, new Fetch(id, key));
    }

    void found(String node, State state) {
      found.put(node, state);
      if (found.size() >= quorum) {
        answer(Optional.of(joined()));
      }
      if (found.keySet().containsAll(replicas)) {
        end();
      }
    }

    private State joined() {
      State joined = key.initial(config.conflicts());
      for (State state : found.values()) {
        joined = joined.join(state, config.bugs());
      }
      return joined;
    }

    private void suspect() {
      if (!pending.containsKey(id)) {
        return;
      }
      waitedMillis += config.suspectMillis();
      if (waitedMillis >= config.requestTimeoutMillis()) {
        answer(Optional.empty());
        end();
        return;
      }
      askMissing();
      if (config.isSloppy()) {
        askStandIns();
      }
      timers.schedule(config.suspectMillis() * NANOS_PER_MILLI, this::suspect);
    }

    /** The nodes that updates fall back on know what the silent replicas may not. */
    private void askStandIns() {
      long silent = replicas.stream().filter(node -> !found.containsKey(node)).count();
      ring.others(key).stream()
          .limit(silent)
          .filter(node -> !found.containsKey(node))
          .forEach(
              node -> {
                if (node.equals(peers.self())) {
                  found(node, replica.get(key));
                } else {
                  peers.send(node, new Fetch(id, key));
                }
              });
    }

    /** Read repair, once everybody has answered who will. */
    private void end() {
      pending.remove(id);
      State joined = joined();
      for (String node : replicas) {
        State there = found.get(node);
        if (there != null && !there.equals(joined)) {
          if (node.equals(peers.self())) {
            repair(new Repair(key, joined));
          } else {
            peers.send(node, new Repair(key, joined));
          }
        }
      }
    }

    private void answer(Optional<State> state) {
      Consumer<Optional<State>> waiting = reply;
      reply = again -> {};
      waiting.accept(state);
    }
  }
}
