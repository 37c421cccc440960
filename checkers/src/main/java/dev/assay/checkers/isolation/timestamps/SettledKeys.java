package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import dev.assay.histories.MicroOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the keys hold after the transactions that are settled, and how to tell it again: as
 * transactions before all others, one for each register, or each element of a list.
 */
final class SettledKeys {
  /** No client's. */
  private static final int PROCESS = Integer.MAX_VALUE;

  private static final String TAINTED =
      "a transaction of unknown outcome, or one of several with the same timestamp, wrote the key"
          + " before, and when is not known";

  private final boolean ofLists;
  private final Map<@Nullable Object, List<@Nullable Object>> values = new HashMap<>();
  private final Map<@Nullable Object, String> tainted = new HashMap<>();
  private @Nullable Object shape;

  SettledKeys(String workload) {
    ofLists = workload.equals("list-append");
  }

  /** Of all timestamps of a history one tells the shape. */
  void learnShape(Map<String, @Nullable Object> extra) {
    if (shape == null) {
      Object start = extra.get("start-ts");
      shape = start != null ? start : extra.get("commit-ts");
    }
  }

  /** The keys of which a version has no known place, and why. */
  Map<@Nullable Object, String> tainted() {
    return tainted;
  }

  /** Adds the keys of a transaction's micro-operations. */
  static void collect(@Nullable Object transaction, Set<@Nullable Object> keys) {
    if (transaction instanceof List<?> microOps) {
      for (Object microOp : microOps) {
        if (microOp instanceof List<?> parts && parts.size() > 1) {
          keys.add(parts.get(1));
        }
      }
    }
  }

  /** Writes what these keys hold, at timestamps before all others. */
  void write(Set<@Nullable Object> keys, History.Builder builder) {
    long time = Long.MIN_VALUE;
    Keyword write = new Keyword(ofLists ? "append" : "w");
    for (@Nullable Object key : keys) {
      for (@Nullable Object value : values.getOrDefault(key, List.of())) {
        List<List<@Nullable Object>> transaction =
            List.of(Arrays.<@Nullable Object>asList(write, key, value));
        Object told = timestamp(time++);
        Map<String, @Nullable Object> extra = Map.of("start-ts", told, "commit-ts", told);
        for (EventType type : List.of(EventType.INVOKE, EventType.OK)) {
          int index = builder.size();
          builder.add(type, PROCESS, "txn", null, transaction, History.NO_TIME, index, extra);
        }
      }
    }
  }

  private Object timestamp(long time) {
    if (!(shape instanceof List<?> parts)) {
      return time;
    }
    List<Object> all = new ArrayList<>();
    parts.forEach(part -> all.add(all.isEmpty() ? time : 0L));
    return all;
  }

  /** Takes over what was settled. */
  void take(Settled part) {
    part.eachCommit(
        (transactions, txn) -> {
          if (transactions.process(txn) != PROCESS) {
            write(transactions, txn);
          }
        });
    part.tainted().forEach(key -> tainted.put(key, TAINTED));
  }

  private void write(Transactions transactions, int txn) {
    MicroOps microOps = transactions.microOps();
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      if (microOps.kind(mop) != MicroOps.READ) {
        List<@Nullable Object> held =
            values.computeIfAbsent(
                transactions.keyValue(transactions.key(mop)), key -> new ArrayList<>());
        if (!ofLists) {
          held.clear();
        }
        held.add(transactions.history().values().get(microOps.value(mop)));
      }
    }
  }
}
