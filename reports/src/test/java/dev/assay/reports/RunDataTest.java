package dev.assay.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the script will see is what the history says, whichever way it travels. */
class RunDataTest {
  @Test
  void randomHistoriesComeBackWhole() throws IOException {
    for (int seed = 0; seed < 60; seed++) {
      assertRoundTrip(random(new SplittableRandom(seed)));
    }
  }

  @Test
  void aLongRunTravelsPacked() throws IOException {
    ReportInput input = SampleReports.valid();
    assertTrue(RunData.of(RunFacts.of(input)).html().contains("octet-stream"));
    assertRoundTrip(input.history());
  }

  @Test
  void anEmptyHistoryHasNoRows() throws IOException {
    assertRoundTrip(History.builder().build());
  }

  private static void assertRoundTrip(History history) throws IOException {
    ReportInput input = ReportInput.of("test", history, SampleReports.undecided(history));
    RunFacts facts = RunFacts.of(input);
    PageReader reader = PageReader.of(RunData.of(facts).html());
    long unit = Math.max(1, reader.header.get("resolutionNanos").asLong());
    List<PageReader.Row> expected = new ArrayList<>();
    for (int event : history.clientInvocations().toArray()) {
      expected.add(expected(history, facts.clock(), unit, event));
    }
    assertEquals(expected, reader.rows());
  }

  private static PageReader.Row expected(History history, Clock clock, long unit, int event) {
    int completion = history.pair(event);
    boolean isOpen = completion == History.NONE;
    Map<String, String> fields = new HashMap<>();
    history.extra(event).forEach((name, value) -> fields.put(name, text(value)));
    if (!isOpen) {
      history.extra(completion).forEach((name, value) -> fields.put(name, text(value)));
    }
    return new PageReader.Row(
        history.index(event),
        history.process(event),
        history.f(event),
        isOpen ? 3 : history.type(completion).ordinal() - 1,
        event,
        completion,
        clock.at(history, event) / unit,
        isOpen ? -1 : clock.at(history, completion) / unit,
        history.keyId(event) == History.NONE ? "" : text(history.key(event)),
        text(history.value(event)),
        text(isOpen ? history.value(event) : history.value(completion)),
        fields);
  }

  /** Any values, several processes, nemesis events, operations that never end, fields anywhere. */
  private static History random(SplittableRandom random) {
    History.Builder out = History.builder();
    int events = random.nextInt(1200);
    long time = 0;
    long index = random.nextInt(100);
    for (int i = 0; i < events; i++) {
      time += random.nextLong(5_000_000);
      index += 1 + random.nextInt(3);
      int process = random.nextInt(-1, 9);
      boolean isOpen = process >= 0 && out.isOpen(process);
      EventType type =
          process < 0
              ? EventType.INFO
              : isOpen ? EventType.values()[1 + random.nextInt(3)] : EventType.INVOKE;
      String openFunction = isOpen ? out.openFunction(process) : null;
      String f =
          openFunction == null
              ? List.of("read", "write", "cas").get(random.nextInt(3))
              : openFunction;
      Object key = random.nextBoolean() ? null : (long) random.nextInt(3);
      Map<String, @Nullable Object> extra = new HashMap<>();
      if (random.nextInt(3) == 0) {
        extra.put("node", random.nextInt(4) == 0 ? null : "n" + random.nextInt(3));
      }
      if (random.nextInt(9) == 0) {
        extra.put("error", value(random));
      }
      out.add(type, process, f, key, value(random), time, index, extra);
    }
    return out.build();
  }

  private static @Nullable Object value(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> null;
      case 1 -> random.nextLong();
      case 2 -> "text " + random.nextInt(5);
      case 3 -> List.of((long) random.nextInt(9), (long) random.nextInt(9));
      case 4 -> List.of();
      case 5 -> Map.of(new Keyword("a"), List.of("x", 1L));
      default -> (long) random.nextInt(12);
    };
  }

  private static String text(@Nullable Object value) {
    return EdnText.of(value, Dictionary.LENGTH_MAX);
  }
}
