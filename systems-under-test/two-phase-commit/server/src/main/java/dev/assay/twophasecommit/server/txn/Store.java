package dev.assay.twophasecommit.server.txn;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is committed of each key, with some of its past; where it was taken away, an empty list. */
final class Store {
  /** How far back snapshots can be read; an older one is refused. */
  private static final int VERSIONS_MAX = 64;

  /** By key, the values by the timestamps of their commits. */
  private final Map<String, NavigableMap<Long, List<Long>>> versions = new TreeMap<>();

  private final int versionsMax;

  /** A store that keeps old versions only when somebody may read them. */
  Store(boolean hasSnapshots) {
    versionsMax = hasSnapshots ? VERSIONS_MAX : 1;
  }

  @Nullable List<Long> latest(String key) {
    NavigableMap<Long, List<Long>> all = versions.get(key);
    return all == null ? null : all.lastEntry().getValue();
  }

  /** When the key last changed; 0 when it never did. */
  long latestTimestamp(String key) {
    NavigableMap<Long, List<Long>> all = versions.get(key);
    return all == null ? 0 : all.lastKey();
  }

  /** All keys that were ever written. */
  Set<String> keys() {
    return Collections.unmodifiableSet(versions.keySet());
  }

  /** Whether what the key was at that time is still known. */
  boolean remembers(String key, long snapshot) {
    NavigableMap<Long, List<Long>> all = versions.get(key);
    return all == null || all.size() < versionsMax || all.firstKey() <= snapshot;
  }

  @Nullable List<Long> at(String key, long snapshot) {
    NavigableMap<Long, List<Long>> all = versions.get(key);
    Map.Entry<Long, List<Long>> version = all == null ? null : all.floorEntry(snapshot);
    return version == null ? null : version.getValue();
  }

  void install(String key, List<Long> value, long timestamp) {
    NavigableMap<Long, List<Long>> all = versions.computeIfAbsent(key, k -> new TreeMap<>());
    all.put(timestamp, value);
    if (all.size() > versionsMax) {
      all.pollFirstEntry();
    }
  }
}
