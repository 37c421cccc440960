package dev.assay.cli;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What a history holds, in numbers.
 *
 * @param operations invocations of clients
 * @param processes distinct client processes
 * @param keys distinct keys of operations and of micro-operations
 * @param byFunction the clients' events, a row a function
 * @param nemesis events of the nemesis
 * @param beginNanos the least time of an event, 0 without times
 * @param endNanos the greatest time of an event, 0 without times
 */
record HistoryCounts(
    int events,
    int operations,
    int processes,
    int keys,
    List<Row> byFunction,
    int nemesis,
    long beginNanos,
    long endNanos) {

  /**
   * The clients' events of one function.
   *
   * @param open invocations that never completed
   */
  record Row(String f, int invoke, int ok, int fail, int info, int open) {}

  /** Counts in one pass. */
  static HistoryCounts of(History history) {
    int functions = history.functions().size();
    int[][] counts = new int[functions][EventType.values().length + 1];
    BitSet processes = new BitSet();
    BitSet keys = new BitSet();
    MicroOps mops = history.microOps();
    int nemesis = 0;
    long begin = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    for (int event = 0; event < history.size(); event++) {
      begin = Math.min(begin, history.timeNanos(event));
      end = Math.max(end, history.timeNanos(event));
      if (!history.isClient(event)) {
        nemesis++;
        continue;
      }
      EventType type = history.type(event);
      int[] row = counts[history.fId(event)];
      row[type.ordinal()]++;
      if (type == EventType.INVOKE && history.pair(event) == History.NONE) {
        row[EventType.values().length]++;
      }
      processes.set(history.process(event));
      if (history.keyId(event) != History.NONE) {
        keys.set(history.keyId(event));
      }
      for (int mop = mops.start(event); mop < mops.end(event); mop++) {
        keys.set(mops.key(mop));
      }
    }
    List<Row> rows = rows(history, counts);
    boolean timed = history.hasTimes() && history.size() > 0;
    return new HistoryCounts(
        history.size(),
        rows.stream().mapToInt(Row::invoke).sum(),
        processes.cardinality(),
        keys.cardinality(),
        rows,
        nemesis,
        timed ? begin : 0,
        timed ? end : 0);
  }

  private static List<Row> rows(History history, int[][] counts) {
    List<Row> rows = new ArrayList<>();
    for (int f = 0; f < counts.length; f++) {
      int[] c = counts[f];
      int invoke = c[EventType.INVOKE.ordinal()];
      if (invoke > 0) {
        rows.add(
            new Row(
                history.functions().get(f),
                invoke,
                c[EventType.OK.ordinal()],
                c[EventType.FAIL.ordinal()],
                c[EventType.INFO.ordinal()],
                c[EventType.values().length]));
      }
    }
    return List.copyOf(rows);
  }
}
