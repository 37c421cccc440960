package dev.assay.checkers.invariants;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Budget;
import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What judging the objects of a history brings to light: anomalies, counts and latencies. */
final class Findings {
  /** How many anomalies of one name are kept with their proof; all are counted. */
  static final int WITNESSES_MAX = 16;

  private static final int STEPS_BETWEEN_LOOKS = 4096;
  private static final double[] QUANTILES = {0, 0.5, 0.95, 0.99, 1};

  private final String workload;
  private final Budget budget;
  private final List<Anomaly> anomalies = new ArrayList<>();
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final Map<String, LongList> latencies = new LinkedHashMap<>();
  private long witnesses;
  private int steps;

  Findings(String workload, Budget budget) {
    this.workload = workload;
    this.budget = budget;
  }

  /**
   * Told once a step of any loop.
   *
   * @throws UndecidedException when the budget is spent
   */
  void step() {
    if (++steps >= STEPS_BETWEEN_LOOKS) {
      steps = 0;
      if (budget.isSpent()) {
        throw new UndecidedException(
            "the time ran out before all operations were judged: allow more with --time-limit");
      }
    }
  }

  /** Something was judged: a verdict about the object is not empty. */
  void judged() {
    witnesses++;
  }

  /** An anomaly with the operations that prove it, and the elements, accounts or keys at fault. */
  void anomaly(
      String name,
      @Nullable Object key,
      List<?> subjects,
      List<Integer> proof,
      InvariantExplanation explanation) {
    long known = count(name + "-count", 1);
    if (known <= WITNESSES_MAX) {
      anomalies.add(
          new Anomaly(
              name, key, new InvariantBreach(key, workload, name, subjects, proof), explanation));
    }
  }

  /** Adds to a count and tells the sum. */
  long count(String name, long more) {
    return counts.merge(name, more, Long::sum);
  }

  void latency(String name, long nanos) {
    latencies.computeIfAbsent(name, n -> new LongList()).add(nanos);
  }

  boolean isEmpty() {
    return witnesses == 0;
  }

  List<Anomaly> anomalies() {
    return anomalies;
  }

  /** Counts, and quantiles of latencies in milliseconds, under Jepsen's names. */
  Map<String, Object> measured() {
    Map<String, Object> out = new LinkedHashMap<>(counts);
    latencies.forEach((name, all) -> out.put(name, quantilesMillis(all)));
    return out;
  }

  /** The element at each quantile {@code q} is number {@code ⌊q n⌋} of the n sorted ones. */
  private static Map<String, Long> quantilesMillis(LongList all) {
    long[] sorted = all.sorted();
    Map<String, Long> out = new LinkedHashMap<>();
    for (double quantile : QUANTILES) {
      int at = Math.min(sorted.length - 1, (int) (quantile * sorted.length));
      out.put(Double.toString(quantile), sorted[at] / 1_000_000);
    }
    return out;
  }

  /** Longs that grow. */
  private static final class LongList {
    private long[] values = new long[16];
    private int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }

    long[] sorted() {
      long[] out = Arrays.copyOf(values, size);
      Arrays.sort(out);
      return out;
    }
  }
}
