package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.EvidenceTable;
import java.util.EnumSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Every verdict on registers has evidence. A campaign sets {@code assay.campaign.histories}. */
class RegisterEvidenceTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 200);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261128);

  @Test
  void whatHoldsIsProven() {
    SplittableRandom random = new SplittableRandom(SEED);
    EvidenceTable table = new EvidenceTable("rw-register");
    for (int i = 0; i < HISTORIES; i++) {
      TinyRegisters one = new TinyRegisters(random.split(), i % 3 == 0, i % 7 == 0);
      table.add(one.history(), one);
    }
    table.requireGaps(EnumSet.noneOf(ConsistencyModel.class));
  }
}
