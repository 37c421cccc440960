package dev.assay.checkers.isolation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Anomalies found while inferring: all are counted, the first of each kind are kept with their
 * evidence, so that a history in which everything is wrong takes no more room than another.
 */
public final class Findings {
  /** How many of each kind are kept. */
  public static final int KEPT_MAX = 8;

  private final Map<AnomalyType, Integer> counts = new EnumMap<>(AnomalyType.class);
  private final Map<AnomalyType, List<Evidence>> kept = new EnumMap<>(AnomalyType.class);

  /** Counts one more, and says whether its evidence would be kept: then {@link #keep} it. */
  public boolean count(AnomalyType type) {
    return counts.merge(type, 1, Integer::sum) <= KEPT_MAX;
  }

  public void keep(Evidence evidence) {
    kept.computeIfAbsent(evidence.type(), type -> new ArrayList<>()).add(evidence);
  }

  /** How many there are of each kind that occurred. */
  public Map<AnomalyType, Integer> counts() {
    return counts;
  }

  /** The evidence that was kept, the gravest kind first. */
  public List<Evidence> evidence() {
    return kept.values().stream().flatMap(List::stream).toList();
  }

  /** Adds what another part of the same history gave; its evidence comes after this one's. */
  public void addAll(Findings other) {
    other.counts.forEach((type, count) -> counts.merge(type, count, Integer::sum));
    other.kept.forEach(
        (type, list) -> {
          List<Evidence> mine = kept.computeIfAbsent(type, t -> new ArrayList<>());
          list.stream().limit(Math.max(0, KEPT_MAX - mine.size())).forEach(mine::add);
        });
  }
}
