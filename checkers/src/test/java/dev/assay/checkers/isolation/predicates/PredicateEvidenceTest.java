package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.EvidenceTable;
import java.util.EnumSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Which verdicts on predicate reads have evidence. A campaign sets {@code
 * assay.campaign.histories}.
 */
class PredicateEvidenceTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 500);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261128);

  @Test
  void whatHoldsIsProven() {
    SplittableRandom random = new SplittableRandom(SEED);
    EvidenceTable table = new EvidenceTable("closed-predicate");
    for (int i = 0; i < HISTORIES; i++) {
      TinyPredicates one = new TinyPredicates(random.split());
      table.add(one.history(), one);
    }
    table.requireGaps(EnumSet.noneOf(ConsistencyModel.class));
  }
}
