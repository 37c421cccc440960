package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
