package dev.assay.histories;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the flat columns say of transactions of every shape. */
class MicroOpsTest {
  private static final Keyword READ = new Keyword("r");
  private static final Keyword WRITE = new Keyword("w");
  private static final Keyword APPEND = new Keyword("append");
  private static final Keyword POLL = new Keyword("poll");

  @Test
  void everyPartOfATransactionIsThere() {
    List<Object> asked = List.of(mop(READ, 8L, null), mop(APPEND, 9L, 3L));
    List<Object> told =
        List.of(mop(READ, 8L, LongVector.copyOf(new long[] {1, 2}, 2)), mop(APPEND, 9L, 3L));
    History.Builder builder = History.builder();
    builder.add(EventType.INVOKE, 0, "txn", asked);
    builder.add(EventType.INVOKE, 1, "txn", List.of(mop(WRITE, "x", 5L), List.of(POLL, "y")));
    builder.add(EventType.OK, 0, "txn", told);
    History history = builder.build();
    assertEquals(List.of("r 8 nil", "append 9 3"), show(history, 0));
    assertEquals(List.of("w x 5", "poll y nil"), show(history, 1));
    assertEquals(List.of("r 8 [1, 2]", "append 9 3"), show(history, 2));
    assertEquals(told, history.value(2));
  }

  @Test
  void otherValuesAreNoTransactions() {
    History.Builder builder = History.builder();
    int process = 0;
    for (Object value :
        Arrays.<@Nullable Object>asList(
            null,
            1L,
            List.of(),
            LongVector.copyOf(new long[] {1, 2}, 2),
            List.of(List.of("r", 1L, 2L)),
            List.of(List.of(READ, 1L, 2L), 3L),
            List.of(List.of(READ)))) {
      builder.add(EventType.INVOKE, process++, "txn", value);
    }
    History history = builder.build();
    for (int event = 0; event < history.size(); event++) {
      assertEquals(List.of(), show(history, event), "event " + event);
    }
    assertEquals(0, history.microOps().size());
  }

  @Test
  void aTransactionOfAnotherHistoryIsTakenApartAnew() {
    History.Builder first = History.builder();
    first.add(EventType.INVOKE, 0, "txn", List.of(mop(WRITE, "other", 7L)));
    first.add(EventType.INVOKE, 1, "txn", List.of(mop(APPEND, "x", 5L), mop(READ, "y", null)));
    History one = first.build();
    History.Builder builder = History.builder();
    builder.add(EventType.INVOKE, 0, "txn", List.of(mop(WRITE, "z", 1L)));
    builder.add(EventType.INVOKE, 1, "txn", one.value(1));
    History another = builder.build();
    assertEquals(List.of("append x 5", "r y nil"), show(another, 1));
    assertEquals(one.value(1), another.value(1));
  }

  @Test
  void theNemesisHasNoTransactions() {
    History.Builder builder = History.builder();
    builder.add(EventType.INFO, History.NEMESIS, "start", List.of(mop(WRITE, 1L, 2L)));
    assertEquals(List.of(), show(builder.build(), 0));
  }

  private static List<@Nullable Object> mop(Object name, Object key, @Nullable Object value) {
    return Arrays.asList(name, key, value);
  }

  private static List<String> show(History history, int event) {
    MicroOps mops = history.microOps();
    List<String> shown = new ArrayList<>();
    for (int m = mops.start(event); m < mops.end(event); m++) {
      String key = String.valueOf(history.values().get(mops.key(m)));
      shown.add(mops.name(mops.kind(m)) + " " + key + " " + value(history, m));
    }
    return shown;
  }

  private static String value(History history, int mop) {
    MicroOps mops = history.microOps();
    if (mops.value(mop) != MicroOps.LIST) {
      Object value = history.values().get(mops.value(mop));
      return value == null ? "nil" : value.toString();
    }
    List<@Nullable Object> list = new ArrayList<>();
    for (int at = mops.listStart(mop); at < mops.listEnd(mop); at++) {
      list.add(history.values().get(mops.element(at)));
    }
    return list.toString();
  }
}
