package dev.assay.eventualkv.server.replica;

import dev.assay.eventualkv.server.Bug;
import dev.assay.eventualkv.server.Config;
import dev.assay.eventualkv.server.state.State;
import dev.assay.runtime.Disk;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What this node keeps: the keys of which it is a replica, those it keeps for others, and those of
 * which it took an update. Nothing is ever thrown away: a node's own part of a state must outlive
 * the handing over, or its next update would repeat a number.
 */
final class Replica {
  private final Config config;
  private final StateLog log;
  private final NavigableMap<Key, Kept> keys = new TreeMap<>();

  /** What is to be handed over, by node. */
  private final NavigableMap<String, NavigableSet<Key>> hints = new TreeMap<>();

  private Listener listener = (key, before, now) -> {};

  private record Kept(State state, long digest) {}

  /** Hears of every change; a digest of 0 stands for a key that was not there. */
  interface Listener {
    void changed(Key key, long before, long now);
  }

  /** Recovers what earlier lives have stored. */
  Replica(Disk disk, Config config) {
    this.config = config;
    NavigableMap<Key, State> recovered = new TreeMap<>();
    this.log = new StateLog(disk, record -> recover(record, recovered));
    recovered.forEach((key, state) -> keys.put(key, new Kept(state, state.digest())));
  }

  private void recover(StateLog.Record record, Map<Key, State> recovered) {
    switch (record) {
      case StateLog.Record.Changed r -> recovered.put(r.key(), r.state());
      case StateLog.Record.Hint r -> hintsOf(r.node()).add(r.key());
      case StateLog.Record.HandedOver r -> hintsOf(r.node()).remove(r.key());
    }
  }

  long tornBytes() {
    return log.tornBytes();
  }

  /** From now on the listener hears of changes; first of what is there. */
  void onChange(Listener newListener) {
    listener = newListener;
    keys.forEach((key, kept) -> newListener.changed(key, 0, kept.digest()));
  }

  NavigableSet<Key> keys() {
    return keys.navigableKeySet();
  }

  State get(Key key) {
    Kept kept = keys.get(key);
    return kept == null ? key.initial(config.conflicts()) : kept.state();
  }

  long digest(Key key) {
    Kept kept = keys.get(key);
    return kept == null ? 0 : kept.digest();
  }

  /** Joins a state to what is here. */
  void join(Key key, State state) {
    put(key, get(key).join(state, config.bugs()));
  }

  /** Sets the state of a key, which must not be below what is here. */
  void put(Key key, State state) {
    byte[] bytes = state.toBytes();
    long before = digest(key);
    long now = State.digestOf(bytes);
    if (before == now) {
      return;
    }
    keys.put(key, new Kept(state, now));
    log.appendChanged(key, bytes);
    listener.changed(key, before, now);
    if (log.isTooLong()) {
      log.rewrite(this::writeAll);
    }
  }

  private void writeAll(StateLog fresh) {
    keys.forEach((key, kept) -> fresh.appendChanged(key, kept.state().toBytes()));
    hints.forEach((node, all) -> all.forEach(key -> fresh.appendHint(node, key)));
  }

  /** Runs the action when all changes so far are on the disk. */
  void whenDurable(Runnable action) {
    if (config.has(Bug.EARLY_ACK)) {
      log.whenDurable(() -> {});
      action.run();
      return;
    }
    log.whenDurable(action);
  }

  /** Remembers to hand the key over. */
  void addHint(String node, Key key) {
    if (hintsOf(node).add(key) && !config.has(Bug.FORGOTTEN_HINTS)) {
      log.appendHint(node, key);
    }
  }

  void removeHint(String node, Key key) {
    if (hintsOf(node).remove(key) && !config.has(Bug.FORGOTTEN_HINTS)) {
      log.appendHandedOver(node, key);
    }
  }

  /** The keys to hand over to a node. */
  NavigableSet<Key> hintsOf(String node) {
    return hints.computeIfAbsent(node, n -> new TreeSet<>());
  }
}
