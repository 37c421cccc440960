package dev.assay.eventualkv.server.replica;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which nodes keep which key: consistent hashing with several tokens a node (Dynamo §4.2, §4.3). A
 * key's replicas are the first N nodes met from its place on; those that follow stand in for them.
 */
final class Ring {
  private static final int TOKENS = 32;

  /** By token, all nodes in the order in which they are met from there on. */
  private final NavigableMap<Long, List<String>> preferences = new TreeMap<>();

  private final int replicas;
  private final int nodes;

  Ring(Collection<String> nodes, int replicas) {
    this.nodes = nodes.size();
    this.replicas = Math.min(replicas, nodes.size());
    NavigableMap<Long, String> tokens = new TreeMap<>();
    for (String node : nodes) {
      for (int i = 0; i < TOKENS; i++) {
        tokens.put(hash(node + "#" + i), node);
      }
    }
    List<String> twiceAround = new ArrayList<>(tokens.values());
    twiceAround.addAll(tokens.values());
    int place = 0;
    for (long token : tokens.keySet()) {
      Set<String> met = new LinkedHashSet<>();
      for (int next = place++; met.size() < this.nodes; next++) {
        met.add(twiceAround.get(next));
      }
      preferences.put(token, List.copyOf(met));
    }
  }

  /** How many replicas a key has. */
  int replicas() {
    return replicas;
  }

  List<String> replicas(Key key) {
    return preference(key).subList(0, replicas);
  }

  /** The nodes that are no replicas, in the order in which they stand in. */
  List<String> others(Key key) {
    return preference(key).subList(replicas, nodes);
  }

  private List<String> preference(Key key) {
    Map.Entry<Long, List<String>> next = preferences.ceilingEntry(key.hash());
    return next == null ? preferences.firstEntry().getValue() : next.getValue();
  }

  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
    return hash ^ (hash >>> 29);
  }
}
