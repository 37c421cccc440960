package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.isolation.AnomalyTexts;
import java.io.IOException;
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
    texts.add(MiddleLevelsOracleTest.serialWithoutEitherReader());
    texts.assertGolden();
  }
}
