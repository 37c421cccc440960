package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.isolation.AnomalyTexts;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** {@link AnomalyTexts} of registers: of random histories, and one of a kind that they lack. */
class RegisterTextGoldenTest {
  private static final int HISTORIES = 6_000;

  @Test
  void everyKindOfAnomalyHasItsWords() throws IOException {
    AnomalyTexts texts = new AnomalyTexts("rw-register");
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < HISTORIES; i++) {
      texts.add(new TinyRegisters(random.split(), i % 3 == 0).history());
    }
    texts.add(serialWithoutEitherReader());
    texts.assertGolden();
  }

  /**
   * On snapshots, and with either of the two readers serializable: the fifth comes after the third
   * and the fourth and before the second, the sixth after the second and before the third.
   */
  private static History serialWithoutEitherReader() {
    List<List<Object>> transactions =
        List.of(
            List.of(mop("w", 1L, 1L), mop("w", 5L, 1L)),
            List.of(mop("r", 5L, 1L), mop("w", 1L, 2L)),
            List.of(mop("r", 3L, null), mop("w", 2L, 1L)),
            List.of(mop("w", 3L, 1L)),
            List.of(mop("r", 1L, 1L), mop("r", 3L, 1L)),
            List.of(mop("r", 1L, 2L), mop("r", 2L, null)));
    History.Builder builder = History.builder();
    for (EventType type : List.of(EventType.INVOKE, EventType.OK)) {
      for (int process = 0; process < transactions.size(); process++) {
        builder.add(type, process, "txn", transactions.get(process));
      }
    }
    return builder.build();
  }

  private static Object mop(Object... parts) {
    parts[0] = new Keyword((String) parts[0]);
    return Arrays.asList(parts);
  }
}
