package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.AnomalyTexts;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** {@link AnomalyTexts} of transactions with predicate reads: of random histories. */
class PredicateTextGoldenTest {
  private static final int HISTORIES = 6_000;

  @Test
  void everyKindOfAnomalyHasItsWords() throws IOException {
    AnomalyTexts texts = new AnomalyTexts("closed-predicate");
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < HISTORIES; i++) {
      texts.add(new TinyPredicates(random.split()).history());
      texts.add(TinyPredicates.dirty(random.split()).history());
    }
    texts.assertGolden();
  }
}
