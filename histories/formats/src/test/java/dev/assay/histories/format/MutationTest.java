package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.histories.History;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Damaged histories are read or refused with a complaint: the small form of {@link HistoryFuzz}.
 */
final class MutationTest {
  private static final int ROUNDS = Integer.getInteger("assay.fuzz.rounds", 5_000);
  private static final long SEED = Long.getLong("assay.fuzz.seed", 1);

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void neverAnythingButAComplaint() throws Exception {
    HistoryFuzz fuzz = new HistoryFuzz(FuzzSamples.builtIn());
    for (int round = 0; round < ROUNDS; round++) {
      fuzz.round(SEED + round);
    }
    assertTrue(
        fuzz.readCount() > ROUNDS / 20 && fuzz.refusedCount() > ROUNDS / 20,
        fuzz.readCount() + " read, " + fuzz.refusedCount() + " refused");
  }

  /** Found by the campaign, seeds 2887 and 1012235: the name of a field, a type of 4 KB. */
  @Test
  void complaintsAreShortHoweverLongTheNamesInThem() {
    String quotes = "'".repeat(4_000);
    String zeros = "\0".repeat(4_000);
    for (String text :
        List.of("{:type :invoke, :" + quotes, "# queue\n# pr" + zeros + "\n0 1 2 ENQ 3\n")) {
      for (HistoryFormat format : HistoryFiles.formats()) {
        HistoryFormatException e =
            assertThrows(
                HistoryFormatException.class,
                () ->
                    HistoryFiles.read(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                        "f",
                        format.name(),
                        ReadOptions.DEFAULT));
        assertTrue(e.getMessage().length() < 2_000, e::getMessage);
        assertTrue(e.getMessage().chars().noneMatch(c -> c < ' '), e::getMessage);
      }
    }
  }

  /** Found by looking for what grows with the square: it took minutes. */
  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void manyOpenOperationsWithoutProcesses() throws Exception {
    String text = "{:type :invoke :f :r}\n".repeat(100_000) + "{:type :invoke :f :w}\n";
    History history =
        HistoryFiles.read(
                new ByteArrayInputStream(
                    (text + "{:type :ok :f :w}\n{:type :invoke :f :w}\n")
                        .getBytes(StandardCharsets.UTF_8)),
                "f",
                "jepsen-edn",
                ReadOptions.DEFAULT)
            .history();
    assertEquals(99_999, history.process(99_999));
    assertEquals(100_000, history.process(100_001));
    assertEquals(100_000, history.process(100_002), "the smallest that is free");
  }
}
