package dev.assay.checkers.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The words for the usual violations, pinned. Refresh with {@code -Dassay.golden.refresh=true} and
 * read the difference.
 */
class ExplanationTextGoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  /** A history written down event by event, a millisecond apart. */
  private static final class Script {
    private final History.Builder builder = History.builder();
    private long nanos = 1_000_000_000;

    Script event(EventType type, int process, String f, @Nullable Object value) {
      Map<String, @Nullable Object> extra =
          type == EventType.INVOKE ? Map.of() : Map.of("node", "n" + (process + 1));
      builder.add(type, process, f, null, value, nanos, builder.size(), extra);
      nanos += 1_000_000;
      return this;
    }

    Script invoke(int process, String f, @Nullable Object value) {
      return event(EventType.INVOKE, process, f, value);
    }

    Script ok(int process, String f, @Nullable Object value) {
      return event(EventType.OK, process, f, value);
    }

    Script done(int process, String f, @Nullable Object argument, @Nullable Object result) {
      return invoke(process, f, argument).ok(process, f, result);
    }
  }

  @Test
  void staleRead() throws IOException {
    Script script = new Script();
    script.done(0, "write", 4L, 4L).done(1, "read", null, 4L).done(1, "write", 7L, 7L);
    assertGolden("stale-read", "register", script.done(2, "read", null, 4L));
  }

  @Test
  void valueFromNowhere() throws IOException {
    Script script = new Script().done(0, "write", 1L, 1L);
    assertGolden("value-from-nowhere", "register", script.done(2, "read", null, 9L));
  }

  @Test
  void readOfTheFuture() throws IOException {
    Script script = new Script().done(2, "read", null, 5L).done(0, "write", 5L, 5L);
    assertGolden("read-of-the-future", "register", script);
  }

  @Test
  void lostWrite() throws IOException {
    Script script = new Script().done(0, "write", 1L, 1L).done(2, "read", null, null);
    assertGolden("lost-write", "register", script);
  }

  @Test
  void otherInitialValue() throws IOException {
    Script script = new Script().done(0, "read", null, 0L).done(0, "cas", pair(0, 3), pair(0, 3));
    assertGolden("other-initial-value", "cas-register", script);
  }

  @Test
  void lostUpdate() throws IOException {
    Script script =
        new Script()
            .done(0, "write", 1L, 1L)
            .invoke(1, "cas", pair(1, 2))
            .invoke(2, "cas", pair(1, 3))
            .ok(1, "cas", pair(1, 2))
            .ok(2, "cas", pair(1, 3));
    assertGolden("lost-update", "cas-register", script);
  }

  @Test
  void newThenOld() throws IOException {
    Script script =
        new Script()
            .done(0, "write", 1L, 1L)
            .invoke(0, "write", 2L)
            .done(1, "read", null, 2L)
            .done(2, "read", null, 1L)
            .ok(0, "write", 2L);
    assertGolden("new-then-old", "register", script);
  }

  @Test
  void noShortStory() throws IOException {
    Script script =
        new Script()
            .done(0, "write", 0L, 0L)
            .invoke(0, "write", 1L)
            .invoke(1, "write", 2L)
            .invoke(4, "write", 1L)
            .done(2, "read", null, 1L)
            .done(2, "read", null, 2L)
            .done(2, "read", null, 1L)
            .done(3, "read", null, 2L)
            .ok(0, "write", 1L)
            .ok(1, "write", 2L)
            .ok(4, "write", 1L);
    assertGolden("no-short-story", "register", script);
  }

  @Test
  void eachBeforeTheOther() throws IOException {
    Script script =
        new Script()
            .invoke(0, "write", 1L)
            .invoke(1, "write", 2L)
            .done(2, "read", null, 1L)
            .done(2, "read", null, 2L)
            .done(3, "read", null, 1L)
            .ok(0, "write", 1L)
            .ok(1, "write", 2L);
    assertGolden("each-before-the-other", "register", script);
  }

  @Test
  void queueOutOfOrder() throws IOException {
    Script script = new Script().done(0, "enqueue", 1L, 1L).done(1, "enqueue", 2L, 2L);
    script.done(2, "dequeue", null, 2L).done(3, "dequeue", null, 1L);
    assertGolden("queue-out-of-order", "fifo-queue", script);
  }

  @Test
  void queueFoundEmpty() throws IOException {
    Script script = new Script().done(0, "enqueue", 1L, 1L).done(1, "dequeue", null, null);
    assertGolden("queue-found-empty", "fifo-queue", script.done(2, "dequeue", null, 1L));
  }

  @Test
  void dequeuedTwice() throws IOException {
    Script script = new Script().done(0, "enqueue", 1L, 1L).done(1, "dequeue", null, 1L);
    assertGolden("dequeued-twice", "unordered-queue", script.done(2, "dequeue", null, 1L));
  }

  @Test
  void dequeuedFromNowhere() throws IOException {
    Script script = new Script().done(0, "enqueue", 1L, 1L).done(1, "dequeue", null, 9L);
    assertGolden("dequeued-from-nowhere", "unordered-queue", script);
  }

  @Test
  void stackOutOfOrder() throws IOException {
    Script script = new Script().done(0, "push", 1L, 1L).done(1, "push", 2L, 2L);
    assertGolden("stack-out-of-order", "stack", script.done(2, "pop", null, 1L));
  }

  @Test
  void lessFirst() throws IOException {
    Script script = new Script().done(0, "insert", 1L, 1L).done(1, "insert", 2L, 2L);
    script.done(2, "poll", null, 1L).done(3, "poll", null, 2L);
    assertGolden("less-first", "priority-queue", script);
  }

  @Test
  void staleMapValue() throws IOException {
    Script script = new Script();
    script.done(0, "put", pair(1, 4), pair(1, 4)).done(0, "put", pair(1, 5), pair(1, 5));
    assertGolden("stale-map-value", "map", script.done(1, "get", 1L, 4L));
  }

  @Test
  void hostileValues() throws IOException {
    Object hostile = List.of("a\u001b[31m\n", new Keyword("k\u202e"), Map.of("x", "\"\\"));
    Script script = new Script().done(0, "write", "y".repeat(500), null);
    assertGolden("hostile-values", "register", script.done(1, "read", null, hostile));
  }

  @Test
  void versionBackwards() throws IOException {
    Script script =
        new Script()
            .done(0, "write", versioned(null, 4L), versioned(1L, 4L))
            .done(0, "write", versioned(null, 5L), versioned(2L, 5L))
            .done(1, "read", null, versioned(2L, 5L))
            .done(2, "read", null, versioned(1L, 4L));
    assertGolden("version-backwards", "versioned-register", script);
  }

  @Test
  void versionTwice() throws IOException {
    Script script =
        new Script()
            .invoke(0, "write", versioned(null, 4L))
            .invoke(1, "write", versioned(null, 5L))
            .ok(0, "write", versioned(1L, 4L))
            .ok(1, "write", versioned(1L, 5L));
    assertGolden("version-twice", "revision-register", script);
  }

  @Test
  void numberBackwards() throws IOException {
    Script script = new Script().done(0, "fetch-and-add", 5L, 0L).done(1, "fetch-and-add", 3L, 5L);
    script.done(2, "read", null, 8L).done(0, "read", null, 5L);
    assertGolden("number-backwards", "fetch-and-add", script);
  }

  @Test
  void numberTwice() throws IOException {
    Script script = new Script().done(0, "fetch-and-add", 5L, 0L);
    assertGolden("number-twice", "fetch-and-add", script.done(1, "add-and-get", 3L, 3L));
  }

  @Test
  void idTwice() throws IOException {
    Script script = new Script().done(0, "generate", null, 7L).done(1, "generate", null, 7L);
    assertGolden("id-twice", "id-generator", script);
  }

  @Test
  void idBackwards() throws IOException {
    Script script = new Script().done(0, "generate", null, 7L).done(1, "generate", null, 6L);
    assertGolden("id-backwards", "id-generator", script);
  }

  @Test
  void offsetTwice() throws IOException {
    Script script = new Script().done(0, "append", "a", 0L).done(1, "append", "b", 0L);
    assertGolden("offset-twice", "log", script);
  }

  @Test
  void entryUnseen() throws IOException {
    Script script = new Script().done(0, "append", "a", 0L).done(1, "read", 0L, null);
    assertGolden("entry-unseen", "log", script);
  }

  @Test
  void greatestUnseen() throws IOException {
    Script script = new Script().done(0, "write", 3L, 3L).done(0, "write", 5L, 5L);
    assertGolden("greatest-unseen", "max-register", script.done(1, "read", null, 3L));
  }

  private static List<@Nullable Object> versioned(@Nullable Long version, @Nullable Object value) {
    return Arrays.asList(version, value);
  }

  private static List<Long> pair(long from, long to) {
    return List.of(from, to);
  }

  private static void assertGolden(String name, String workload, Script script) throws IOException {
    History history = script.builder.build();
    Verdict verdict =
        Checkers.forWorkload(workload, CheckOptions.DEFAULT)
            .check(history, Budget.of(Duration.ofMinutes(1)));
    Verdict.Invalid invalid = assertInstanceOf(Verdict.Invalid.class, verdict);
    assertTrue(CertificateVerifier.verify(history, verdict, CheckOptions.DEFAULT).accepted());
    String text = ExplanationText.render(history, invalid.anomalies().get(0)) + "\n";
    Path file = GOLDEN.resolve(name + ".txt");
    if (Boolean.getBoolean("assay.golden.refresh")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, text);
    }
    assertEquals(Files.readString(file), text);
  }
}
