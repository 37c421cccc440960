package dev.assay.checkers.invariants;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.InvariantOptions;
import dev.assay.histories.Keyword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The words for broken invariants, pinned. Refresh with {@code -Dassay.golden.refresh=true} and
 * read the difference.
 */
class InvariantTextGoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/invariants");
  private static final CheckOptions LINEARIZABLE =
      CheckOptions.DEFAULT.withInvariants(new InvariantOptions(null, false, true));

  @Test
  void bank() throws IOException {
    Script script =
        new Script().done(0, "read", null, Map.of(0L, 10L)).done(1, "read", null, Map.of(0L, 9L));
    assertGolden("wrong-total", Judged.of("bank", script.history()));
    CheckOptions told =
        CheckOptions.DEFAULT.withInvariants(new InvariantOptions(10L, false, false));
    Script alone = new Script().done(1, "read", null, Map.of(0L, 9L));
    assertGolden("wrong-total-told", Judged.of("bank", alone.history(), told));
    Script negative = new Script().done(1, "read", null, Map.of("savings", -9L));
    assertGolden("negative-value", Judged.of("bank", negative.history()));
  }

  @Test
  void sets() throws IOException {
    Script lost = new Script().done(0, "add", 1L, 1L).done(1, "read", null, List.of());
    assertGolden("lost", Judged.of("set", lost.history()));
    Script stale =
        new Script()
            .done(0, "add", 1L, 1L)
            .done(1, "read", null, List.of())
            .done(1, "read", null, List.of(1L));
    assertGolden("stale", Judged.of("set-full", stale.history(), LINEARIZABLE));
    Script revived =
        new Script().invoke(0, "add", 1L).fail(0, "add", 1L).done(1, "read", null, List.of(1L));
    assertGolden("revived", Judged.of("set", revived.history()));
    Script unexpected = new Script().done(1, "read", null, List.of(1L)).done(0, "add", 1L, 1L);
    assertGolden("unexpected", Judged.of("set-full", unexpected.history()));
  }

  @Test
  void eventualStores() throws IOException {
    Script diverged =
        new Script()
            .done(0, "add", 1L, 1L)
            .done(1, "final-read", null, List.of(1L))
            .done(2, "final-read", null, List.of());
    assertGolden("diverged", Judged.of("eventual-set", diverged.history()));
    Script lost = new Script().done(0, "add", 1L, 1L).done(1, "final-read", null, List.of());
    assertGolden("vanished", Judged.of("eventual-set", lost.history()));
    Script resurrected =
        new Script()
            .done(0, "write", List.of(1L, List.of()), null)
            .done(0, "read", null, List.of(1L))
            .done(0, "write", List.of(2L, List.of(1L)), null)
            .done(1, "final-read", null, List.of(1L, 2L));
    assertGolden("resurrected", Judged.of("siblings", resurrected.history()));
  }

  @Test
  void countersAndQueues() throws IOException {
    Script counter = new Script().done(0, "add", 2L, 2L).done(0, "read", null, 1L);
    assertGolden("out-of-bounds", Judged.of("counter", counter.history()));
    Script queue =
        new Script()
            .done(0, "enqueue", 1L, 1L)
            .done(0, "enqueue", 2L, 2L)
            .invoke(1, "dequeue", null)
            .info(1, "dequeue", null)
            .done(0, "drain", null, List.of());
    assertGolden("lost-messages", Judged.of("total-queue", queue.history()));
    Script ids = new Script().done(0, "generate", null, "a").done(1, "generate", null, "a");
    assertGolden("duplicated", Judged.of("unique-ids", ids.history()));
  }

  @Test
  void transactions() throws IOException {
    Script fork = read(read(new Script(), 0, 1L, null), 1, null, 1L);
    assertGolden("long-fork", Judged.of("long-fork", fork.history()));
    Script reverse =
        new Script()
            .done(0, "write", 1L, 1L)
            .done(1, "write", 2L, 2L)
            .done(2, "read", null, List.of(2L));
    assertGolden("causal-reverse", Judged.of("causal-reverse", reverse.history()));
    Script skew =
        new Script()
            .done(0, "insert", List.of(1L, Arrays.asList(5L, null)), null)
            .done(1, "insert", List.of(1L, Arrays.asList(null, 6L)), null);
    assertGolden("g2", Judged.of("g2", skew.history()));
  }

  @Test
  void orders() throws IOException {
    Script trailing = new Script().done(0, "read", 7L, List.of(7L, Arrays.asList("7_1", null)));
    assertGolden("trailing-nil", Judged.of("sequential", trailing.history()));
    Script rows = new Script().done(0, "read", null, List.of(2L, 1L));
    assertGolden("off-order", Judged.of("monotonic", rows.history()));
  }

  private static Script read(Script script, int process, @Nullable Object x, @Nullable Object y) {
    Keyword r = new Keyword("r");
    List<Object> value = List.of(Arrays.asList(r, "x", x), Arrays.asList(r, "y", y));
    return script.done(process, "read", null, value);
  }

  private static void assertGolden(String name, Judged judged) throws IOException {
    Path file = GOLDEN.resolve(name + ".txt");
    if (Boolean.getBoolean("assay.golden.refresh")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, judged.text());
    }
    assertEquals(Files.readString(file), judged.text());
  }
}
