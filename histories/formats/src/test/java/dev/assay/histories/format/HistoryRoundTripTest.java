package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a format can hold comes back from it unchanged. */
final class HistoryRoundTripTest {
  @Test
  void jsonLines() {
    Property.holds(
        200,
        60,
        RandomData::history,
        history -> {
          if (history.size() > 0) {
            History back = through(history, "jsonl", ReadOptions.Keyed.AUTO);
            assertEquals(RandomData.describe(history), RandomData.describe(back));
          }
        });
  }

  /** EDN has no place for a key but the value: all events have one here, or none has. */
  @Test
  void jepsenEdn() {
    Property.holds(
        200,
        60,
        RandomData::history,
        history -> {
          for (boolean keyed : new boolean[] {true, false}) {
            History one = withKeys(history, keyed);
            if (one.size() > 0) {
              ReadOptions.Keyed option = keyed ? ReadOptions.Keyed.YES : ReadOptions.Keyed.NO;
              History back = through(one, "jepsen-edn", option);
              assertEquals(RandomData.describe(one), RandomData.describe(back));
            }
          }
        });
  }

  /** What both JSON and elle-cli know: transactions of integers, strings, no other EDN. */
  @Test
  void transactionsThroughElleJsonAndPlume() {
    Property.holds(
        200,
        40,
        HistoryRoundTripTest::transactions,
        history -> {
          History json = through(history, "elle-json", ReadOptions.Keyed.AUTO);
          assertEquals(RandomData.describe(history), RandomData.describe(json));
          if (history.size() > 0) {
            History plume = through(history, "plume", ReadOptions.Keyed.AUTO);
            assertEquals(committed(history), committed(plume));
            assertFalse(plume.isRealTime());
          }
        });
  }

  /** A map's keys would come back as strings, and find nothing that was written. */
  @Test
  void whatPredicateReadsFoundKeepsItsKeys() throws Exception {
    Object rp = new Keyword("rp");
    History.Builder b = History.builder();
    b.add(EventType.INVOKE, 0, "init", Map.of(1L, 2L));
    b.add(EventType.OK, 0, "init", Map.of(1L, 2L));
    b.add(EventType.INVOKE, 0, "txn", List.of(Arrays.asList(rp, "true", null)));
    b.add(EventType.OK, 0, "txn", List.of(List.of(rp, "true", Map.of(1L, 2L))));
    History back = through(b.build(), "elle-json", ReadOptions.Keyed.AUTO);
    assertEquals("[[1 2]]", EdnValues.toEdn(back.value(1)));
    assertEquals("[[:rp \"true\" [[1 2]]]]", EdnValues.toEdn(back.value(3)));
  }

  private static History transactions(SplittableRandom random, int size) {
    History.Builder b = History.builder();
    for (long i = 0; i < size; i++) {
      int process = random.nextInt(3);
      boolean ok = i == 0 || random.nextInt(4) > 0;
      List<Object> asked = new ArrayList<>(List.of(write(random.nextLong(5), i + 1)));
      List<Object> told = new ArrayList<>(asked);
      for (int j = random.nextInt(4); j > 0; j--) {
        long key = random.nextLong(5);
        Object seen = random.nextBoolean() ? (Object) random.nextLong(1, 40) : null;
        asked.add(read(key, null));
        told.add(read(key, ok ? seen : null));
      }
      b.add(EventType.INVOKE, process, "txn", null, asked, i * 2, b.size(), Map.of());
      EventType end = ok ? EventType.OK : EventType.FAIL;
      Map<String, Object> extra = ok ? Map.of() : Map.of("error", "conflict");
      b.add(end, process, "txn", null, told, i * 2 + 1, b.size(), Map.copyOf(extra));
    }
    return b.build();
  }

  private static List<Object> write(long key, long value) {
    return List.of(new Keyword("w"), key, value);
  }

  private static List<@Nullable Object> read(long key, @Nullable Object value) {
    return Arrays.asList(new Keyword("r"), key, value);
  }

  /** The values of the committed transactions of each process, in order. */
  private static Map<Integer, List<String>> committed(History h) {
    return h.clientInvocations()
        .filter(i -> h.outcome(i) == EventType.OK)
        .boxed()
        .collect(
            Collectors.groupingBy(
                h::process,
                Collectors.mapping(i -> EdnValues.toEdn(h.value(h.pair(i))), Collectors.toList())));
  }

  @Test
  void extraFieldsMayBeCalledLikeOurOwn() throws Exception {
    History.Builder b = History.builder();
    Map<String, Object> extra = Map.of("key", 1L, "#key", 2L, "time", "noon");
    b.add(EventType.INVOKE, 0, "read", "k", List.of(), 5, 0, Map.copyOf(extra));
    History history = b.build();
    History back = through(history, "jsonl", ReadOptions.Keyed.AUTO);
    assertEquals(extra, back.extra(0));
    assertEquals("k", back.key(0));
    assertEquals(5, back.timeNanos(0));
  }

  private static History withKeys(History history, boolean keyed) {
    History.Builder b = History.builder();
    if (!history.isRealTime()) {
      b.ordersProcessesOnly();
    }
    for (int e = 0; e < history.size(); e++) {
      Object own = history.key(e);
      Object key = keyed && history.isClient(e) ? (own == null ? "none" : own) : null;
      b.add(
          history.type(e),
          history.process(e),
          history.f(e),
          key,
          history.value(e),
          history.hasTimes() ? history.timeNanos(e) : History.NO_TIME,
          history.index(e),
          history.extra(e));
    }
    return b.build();
  }

  private static History through(History history, String format, ReadOptions.Keyed keyed)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HistoryFiles.write(history, out, format);
    ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
    LoadedHistory read = HistoryFiles.read(in, "round-trip", format, new ReadOptions(keyed, false));
    assertEquals(List.of(), read.warnings());
    return read.history();
  }
}
