package dev.assay.eventualkv.server.replica;

import dev.assay.eventualkv.server.Bug;
import dev.assay.eventualkv.server.Config;
import dev.assay.eventualkv.server.replica.Message.Replicate;
import dev.assay.runtime.Timers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Hands over what this node keeps for others, again until they have it (Dynamo §4.6). */
final class Handoff {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** So many keys a node at a time. */
  private static final int KEYS_MAX = 64;

  private final Config config;
  private final List<String> others;
  private final Peers peers;
  private final Timers timers;
  private final Replica replica;
  private final Map<Long, Sent> sent = new TreeMap<>();

  private record Sent(String to, Key key, long digest) {}

  Handoff(Config config, List<String> others, Peers peers, Timers timers, Replica replica) {
    this.config = config;
    this.others = others;
    this.peers = peers;
    this.timers = timers;
    this.replica = replica;
  }

  void begin() {
    timers.schedule(config.handoffMillis() * NANOS_PER_MILLI, this::round);
  }

  private void round() {
    sent.clear(); // what was not acknowledged until now is sent again
    for (String node : others) {
      for (Key key : replica.hintsOf(node).stream().limit(KEYS_MAX).toList()) {
        long id = peers.nextId();
        sent.put(id, new Sent(node, key, replica.digest(key)));
        peers.send(node, new Replicate(id, key, replica.get(key), ""));
        if (config.has(Bug.HASTY_HANDOFF)) {
          replica.removeHint(node, key);
        }
      }
    }
    begin();
  }

  /** A node has what it was sent; when more has come since, the hint stays for that. */
  void stored(String from, long id) {
    Sent message = sent.remove(id);
    if (message != null
        && message.to().equals(from)
        && replica.digest(message.key()) == message.digest()) {
      replica.removeHint(from, message.key());
    }
  }
}
