package dev.assay.cli;

import static dev.assay.checkers.invariants.Invariants.FINAL_READ;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells an invariant's workload from the operations and from what reads return. */
final class InvariantGuess {
  private InvariantGuess() {}

  /**
   * The workload, or null when the operations belong to none.
   *
   * @param asked the functions of the clients' operations
   */
  static @Nullable String of(History history, Set<String> asked) {
    List<@Nullable Object> reads = reads(history, "read");
    if (asked.contains("transfer") && Set.of("read", "transfer").containsAll(asked)) {
      return "bank";
    }
    if (asked.equals(Set.of("read")) && areAll(Map.class, reads)) {
      return "bank";
    }
    if (asked.contains("add") && Set.of("read", "add").containsAll(asked)) {
      return addsOf(reads);
    }
    if (asked.contains(FINAL_READ) && asked.contains("add")) {
      return eventualAddsOf(history, asked);
    }
    if (asked.contains("drain") && Set.of("enqueue", "dequeue", "drain").containsAll(asked)) {
      return "total-queue";
    }
    if (asked.equals(Set.of("generate"))) {
      return "unique-ids";
    }
    if (asked.equals(Set.of("insert"))) {
      return "g2";
    }
    if (asked.contains("read") && Set.of("read", "write").containsAll(asked)) {
      return readsOf(reads, values(history, EventType.INVOKE, "write"));
    }
    return null;
  }

  private static @Nullable String addsOf(List<@Nullable Object> reads) {
    if (reads.stream().anyMatch(Number.class::isInstance)) {
      return "counter";
    }
    if (reads.stream().anyMatch(InvariantGuess::isOfRows)) {
      return "monotonic";
    }
    if (reads.stream().anyMatch(Collection.class::isInstance)) {
      return reads.size() == 1 ? "set" : "set-full";
    }
    return null;
  }

  private static @Nullable String eventualAddsOf(History history, Set<String> asked) {
    List<@Nullable Object> reads = reads(history, FINAL_READ);
    if (asked.contains("remove") || areAll(Collection.class, reads)) {
      return "eventual-set";
    }
    return areAll(Number.class, reads) ? "eventual-counter" : null;
  }

  /** Registers hold anything, but what is read of them was written. */
  private static @Nullable String readsOf(
      List<@Nullable Object> reads, List<@Nullable Object> writes) {
    if (!reads.isEmpty() && reads.stream().allMatch(InvariantGuess::isTransaction)) {
      return "long-fork";
    }
    return areAll(Collection.class, reads) && areNone(Collection.class, writes)
        ? "causal-reverse"
        : null;
  }

  /** Jepsen's rows of {@code monotonic}: maps with a value. */
  private static boolean isOfRows(@Nullable Object read) {
    return read instanceof Collection<?> rows
        && !rows.isEmpty()
        && rows.stream()
            .allMatch(row -> row instanceof Map<?, ?> map && map.containsKey(new Keyword("val")));
  }

  private static boolean areAll(Class<?> shape, List<@Nullable Object> reads) {
    return !reads.isEmpty() && reads.stream().allMatch(shape::isInstance);
  }

  private static boolean areNone(Class<?> shape, List<@Nullable Object> values) {
    return values.stream().noneMatch(shape::isInstance);
  }

  private static boolean isTransaction(@Nullable Object value) {
    return value instanceof List<?> mops
        && !mops.isEmpty()
        && mops.stream()
            .allMatch(
                mop ->
                    mop instanceof List<?> list
                        && list.size() == 3
                        && list.get(0) instanceof Keyword name
                        && name.name().equals("r"));
  }

  /** The values of all acknowledged reads that have one. */
  private static List<@Nullable Object> reads(History history, String f) {
    return values(history, EventType.OK, f);
  }

  private static List<@Nullable Object> values(History history, EventType type, String f) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int event = 0; event < history.size(); event++) {
      if (history.isClient(event)
          && history.type(event) == type
          && history.f(event).equals(f)
          && history.value(event) != null) {
        values.add(history.value(event));
      }
    }
    return values;
  }
}
