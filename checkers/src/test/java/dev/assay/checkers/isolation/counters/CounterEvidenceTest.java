package dev.assay.checkers.isolation.counters;

import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.EvidenceTable;
import java.util.EnumSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Every verdict on counters has evidence. A campaign sets {@code assay.campaign.histories}. */
class CounterEvidenceTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 200);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261128);

  @Test
  void whatHoldsIsProven() {
    SplittableRandom random = new SplittableRandom(SEED);
    EvidenceTable table = new EvidenceTable("counter-inc");
    for (int i = 0; i < HISTORIES; i++) {
      TinyCounters one = new TinyCounters(random.split());
      table.add(one.history(), one);
    }
    table.requireGaps(EnumSet.noneOf(ConsistencyModel.class));
  }
}
