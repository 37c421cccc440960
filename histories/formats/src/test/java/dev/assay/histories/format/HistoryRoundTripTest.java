package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
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
