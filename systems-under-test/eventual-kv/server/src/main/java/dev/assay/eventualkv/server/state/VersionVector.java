package dev.assay.eventualkv.server.state;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How much of each node's updates is known: all up to a number (Parker et al., Detection of Mutual
 * Inconsistency, 1983). A node that is not named has 0.
 */
public record VersionVector(SortedMap<String, Long> counters) {
  public static final VersionVector EMPTY = new VersionVector(new TreeMap<>());

  public VersionVector {
    counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
  }

  public long of(String node) {
    return counters.getOrDefault(node, 0L);
  }

  public boolean covers(Dot dot) {
    return of(dot.node()) >= dot.counter();
  }

  public boolean covers(VersionVector other) {
    for (Map.Entry<String, Long> entry : other.counters.entrySet()) {
      if (of(entry.getKey()) < entry.getValue()) {
        return false;
      }
    }
    return true;
  }

  /** All up to the dot, too. */
  public VersionVector with(Dot dot) {
    if (covers(dot)) {
      return this;
    }
    SortedMap<String, Long> more = new TreeMap<>(counters);
    more.put(dot.node(), dot.counter());
    return new VersionVector(more);
  }

  public VersionVector join(VersionVector other) {
    if (covers(other)) {
      return this;
    }
    if (other.covers(this)) {
      return other;
    }
    SortedMap<String, Long> more = new TreeMap<>(counters);
    other.counters.forEach((node, counter) -> more.merge(node, counter, Math::max));
    return new VersionVector(more);
  }

  /** As clients carry it: {@code n1=3,n2=1}. */
  public String token() {
    return counters.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(","));
  }

  /** Reads a {@link #token}; empty when it is none. */
  public static Optional<VersionVector> parse(String token) {
    SortedMap<String, Long> counters = new TreeMap<>();
    for (String part : token.isEmpty() ? new String[0] : token.split(",", -1)) {
      int at = part.lastIndexOf('=');
      if (at <= 0 || !part.substring(at + 1).matches("[0-9]{1,18}")) {
        return Optional.empty();
      }
      counters.put(part.substring(0, at), Long.parseLong(part.substring(at + 1)));
    }
    return Optional.of(new VersionVector(counters));
  }

  /** Only the entries of the nodes with the largest numbers. */
  VersionVector pruned(int entriesMax) {
    return new VersionVector(
        new TreeMap<>(
            counters.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(entriesMax)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))));
  }
}
