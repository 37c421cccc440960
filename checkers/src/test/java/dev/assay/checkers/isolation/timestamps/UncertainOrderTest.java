package dev.assay.checkers.isolation.timestamps;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where transactions of unknown outcome are put that told no timestamp. */
class UncertainOrderTest {
  private final History.Builder builder = History.builder();

  /**
   * One read what two of unknown outcome wrote; nobody knows who of them comes before it, and no
   * third is put there in their place.
   */
  @Test
  void whatSeveralMayHaveWrittenPutsNobodyBefore() {
    txn(0, EventType.OK, 1, append("z", 1));
    txn(1, EventType.OK, 2, append("w", 1));
    txn(2, EventType.INFO, 0, append("x", 5));
    txn(3, EventType.INFO, 0, append("x", 5));
    txn(4, EventType.OK, 3, read("x", 5), append("y", 1));
    txn(5, EventType.OK, 4, read("y", 1));
    // The read itself stays open, and nothing else is wrong.
    Verdict.Unknown open = assertInstanceOf(Verdict.Unknown.class, verdict());
    assertTrue(open.reason().contains("what several transactions wrote"), open::reason);
  }

  /** The list shows that the one without a timestamp appended before the second. */
  @Test
  void whoeverAppendedAfterItComesAfterIt() {
    txn(0, EventType.INFO, 0, append("x", 1));
    txn(1, EventType.OK, 1, append("x", 2));
    txn(2, EventType.OK, 2, read("x", 1, 2));
    assertInstanceOf(Verdict.Valid.class, verdict(), () -> verdict().toString());
  }

  private Verdict verdict() {
    return Checkers.forTimestamps("list-append", "strict-serializable")
        .check(builder.build(), Budget.of(Duration.ofMinutes(1)));
  }

  /** A transaction at a moment, which it tells when it completed. */
  private void txn(int process, EventType end, long moment, List<?>... mops) {
    Map<String, @Nullable Object> told =
        end == EventType.OK ? Map.of("start-ts", moment, "commit-ts", moment) : Map.of();
    add(EventType.INVOKE, process, List.of(mops), Map.of());
    add(end, process, List.of(mops), told);
  }

  private void add(
      EventType type, int process, List<?> value, Map<String, @Nullable Object> extra) {
    builder.add(type, process, "txn", null, value, History.NO_TIME, builder.size(), extra);
  }

  private static List<?> append(String key, long element) {
    return List.of(new Keyword("append"), key, element);
  }

  private static List<?> read(String key, Long... elements) {
    return Arrays.asList(new Keyword("r"), key, List.of(elements));
  }

  private static List<?> read(String key, int... elements) {
    return read(key, Arrays.stream(elements).mapToObj(each -> (long) each).toArray(Long[]::new));
  }
}
