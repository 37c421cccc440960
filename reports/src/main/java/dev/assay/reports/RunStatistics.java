package dev.assay.reports;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What happened, in numbers.
 *
 * @param all every client operation
 * @param byFunction by what was asked
 * @param byNode by the node that answered or was asked; empty when the history names none
 * @param okInFaults operations that completed {@code ok} while a fault was active
 * @param faultNanos how long at least one fault was active
 * @param byBand how many completed while each fault was active, in the order of the bands
 * @param openNanos the sum of all latencies: divided by the run's length, the concurrency achieved
 * @param keys how many distinct keys there were
 * @param busiestKeyOperations how many operations there were on the busiest key
 */
record RunStatistics(
    Tally all,
    Map<String, Tally> byFunction,
    Map<String, Tally> byNode,
    long okInFaults,
    long faultNanos,
    List<Tally> byBand,
    double openNanos,
    int keys,
    int busiestKeyOperations) {

  /** Names in tables are cut here. */
  private static final int NAME_LENGTH_MAX = 80;

  /** The most rows of a table; the rest are counted together. */
  private static final int ROWS_MAX = 50;

  private static final String OTHERS = "others";

  static RunStatistics of(History history, Clock clock, FaultBands faults) {
    return new Counting(history, clock, faults).count();
  }

  /** The state of counting. */
  private static final class Counting {
    private final History history;
    private final Clock clock;
    private final List<FaultBands.Band> bands;
    private final List<Integer> active = new ArrayList<>();
    private final Tally all = new Tally();
    private final Map<String, Tally> byFunction = new TreeMap<>();
    private final Map<String, Tally> byNode = new TreeMap<>();
    private final int[] perKey;
    private final List<Tally> byBand = new ArrayList<>();
    private final long faultNanos;
    private int nextBand;
    private long okInFaults;
    private double openNanos;

    Counting(History history, Clock clock, FaultBands faults) {
      this.history = history;
      this.clock = clock;
      bands = faults.bands();
      faultNanos = faults.union().stream().mapToLong(span -> span[1] - span[0]).sum();
      perKey = new int[history.values().size()];
      bands.forEach(band -> byBand.add(new Tally()));
    }

    RunStatistics count() {
      for (int event = 0; event < history.size(); event++) {
        if (history.isClientInvocation(event)) {
          addOperation(event);
        } else {
          startAndStopFaults(event);
          addToFaults(event);
        }
      }
      int keys = 0;
      int busiest = 0;
      for (int operations : perKey) {
        keys += operations > 0 ? 1 : 0;
        busiest = Math.max(busiest, operations);
      }
      return new RunStatistics(
          all, byFunction, byNode, okInFaults, faultNanos, byBand, openNanos, keys, busiest);
    }

    private void addOperation(int invocation) {
      int completion = history.pair(invocation);
      EventType outcome = history.outcome(invocation);
      long start = clock.at(history, invocation);
      long end = completion == History.NONE ? clock.lengthNanos() : clock.at(history, completion);
      long latency = completion == History.NONE || !clock.isTime() ? -1 : end - start;
      openNanos += Math.max(0, end - start);
      all.add(outcome, latency);
      named(byFunction, history.f(invocation)).add(outcome, latency);
      String node = node(invocation, completion);
      if (node != null) {
        named(byNode, node).add(outcome, latency);
      }
      if (history.keyId(invocation) != History.NONE) {
        perKey[history.keyId(invocation)]++;
      }
    }

    /** Counts a completion for the faults that are active when it comes. */
    private void addToFaults(int completion) {
      EventType outcome = history.type(completion);
      if (history.process(completion) == History.NEMESIS) {
        return;
      }
      okInFaults += !active.isEmpty() && outcome == EventType.OK ? 1 : 0;
      for (int band : active) {
        byBand.get(band).add(outcome, -1);
      }
    }

    private void startAndStopFaults(int event) {
      while (nextBand < bands.size() && bands.get(nextBand).startEvent() <= event) {
        active.add(nextBand++);
      }
      active.removeIf(band -> bands.get(band).stopEvent() == event);
    }

    private @Nullable String node(int invocation, int completion) {
      Object node = completion == History.NONE ? null : history.extra(completion).get("node");
      if (node == null) {
        node = history.extra(invocation).get("node");
      }
      if (node == null) {
        return null;
      }
      return node instanceof String name ? name : EdnText.of(node, NAME_LENGTH_MAX);
    }

    private static Tally named(Map<String, Tally> tallies, String name) {
      boolean fits = tallies.containsKey(name) || tallies.size() < ROWS_MAX;
      return tallies.computeIfAbsent(fits ? name : OTHERS, fresh -> new Tally());
    }
  }
}
