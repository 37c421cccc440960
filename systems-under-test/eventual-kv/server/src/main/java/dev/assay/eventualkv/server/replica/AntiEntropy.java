package dev.assay.eventualkv.server.replica;

import dev.assay.eventualkv.server.Bug;
import dev.assay.eventualkv.server.Config;
import dev.assay.eventualkv.server.replica.Message.Hashes;
import dev.assay.eventualkv.server.replica.Message.Leaf;
import dev.assay.eventualkv.server.replica.Message.Push;
import dev.assay.runtime.Timers;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Replica synchronization (Dynamo §4.7): two nodes compare the hashes of the keys they both keep
 * from the root down, each answering with the hashes below the one that differs, and exchange the
 * keys that differ. No message needs another's answer; one that is lost costs a round.
 */
final class AntiEntropy {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Config config;
  private final List<String> others;
  private final Ring ring;
  private final Peers peers;
  private final Timers timers;
  private final Replica replica;
  private final Map<String, HashTree> trees = new TreeMap<>();
  private int turn;

  AntiEntropy(
      Config config, List<String> others, Ring ring, Peers peers, Timers timers, Replica replica) {
    this.config = config;
    this.others = others;
    this.ring = ring;
    this.peers = peers;
    this.timers = timers;
    this.replica = replica;
    others.forEach(node -> trees.put(node, new HashTree()));
    replica.onChange(this::changed);
  }

  private void changed(Key key, long before, long now) {
    List<String> replicas = ring.replicas(key);
    if (!replicas.contains(peers.self())) {
      return;
    }
    for (String node : replicas) {
      HashTree tree = trees.get(node);
      if (tree != null) {
        tree.change(key, hashed(before), hashed(now));
      }
    }
  }

  private long hashed(long digest) {
    return config.has(Bug.BLIND_MERKLE) && digest != 0 ? 1 : digest;
  }

  void begin() {
    if (!others.isEmpty()) {
      timers.schedule(config.antiEntropyMillis() * NANOS_PER_MILLI, this::round);
    }
  }

  private void round() {
    String node = others.get(turn);
    turn = (turn + 1) % others.size();
    peers.send(node, new Hashes(0, 0, treeWith(node).root()));
    begin();
  }

  private HashTree treeWith(String node) {
    HashTree tree = trees.get(node);
    if (tree == null) {
      throw new IllegalArgumentException("no such peer: " + node);
    }
    return tree;
  }

  /** The other's hashes: of the root, or of the children of a node that it was told of. */
  void compare(String from, Hashes theirs) {
    HashTree tree = treeWith(from);
    List<Long> ours =
        theirs.level() == 0 ? tree.root() : tree.children(theirs.level() - 1, theirs.index());
    for (int i = 0; i < Math.min(ours.size(), theirs.hashes().size()); i++) {
      if (ours.get(i).equals(theirs.hashes().get(i))) {
        continue;
      }
      int differing = theirs.level() == 0 ? 0 : ours.size() * theirs.index() + i;
      if (theirs.level() == HashTree.LEAF_LEVEL) {
        peers.send(from, new Leaf(differing, digests(from, differing)));
      } else {
        int below = theirs.level() + 1;
        peers.send(from, new Hashes(below, differing, tree.children(theirs.level(), differing)));
      }
    }
  }

  private SortedMap<Key, Long> digests(String node, int leaf) {
    SortedMap<Key, Long> digests = new TreeMap<>();
    for (Key key : replica.keys()) {
      List<String> replicas = ring.replicas(key);
      if (HashTree.leafOf(key) == leaf
          && replicas.contains(node)
          && replicas.contains(peers.self())) {
        digests.put(key, hashed(replica.digest(key)));
      }
    }
    return digests;
  }

  /** The other's keys of a leaf: what differs is sent, and asked for. */
  void exchange(String from, Leaf theirs) {
    SortedMap<Key, Long> ours = digests(from, theirs.index());
    TreeSet<Key> all = new TreeSet<>(ours.keySet());
    all.addAll(theirs.digests().keySet());
    for (Key key : all) {
      Long digest = theirs.digests().get(key);
      if (digest == null || !digest.equals(ours.get(key))) {
        peers.send(from, new Push(key, replica.get(key), digest != null));
      }
    }
  }

  void receive(String from, Push push) {
    replica.join(push.key(), push.state());
    if (push.wantsBack()) {
      peers.send(from, new Push(push.key(), replica.get(push.key()), false));
    }
  }
}
