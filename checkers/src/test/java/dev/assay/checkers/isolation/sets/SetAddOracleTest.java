package dev.assay.checkers.isolation.sets;

import dev.assay.checkers.isolation.AdditionsByForce;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Transactions on sets against the definition of serializability. A campaign sets {@code
 * assay.campaign.histories} and {@code assay.campaign.seed}.
 */
class SetAddOracleTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 4_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261127);

  @Test
  void verdictsAreThoseOfTheDefinition() {
    SplittableRandom random = new SplittableRandom(SEED);
    AdditionsByForce<Set<Long>> force = new AdditionsByForce<>("set-add", SetAdd::infer);
    for (int i = 0; i < HISTORIES; i++) {
      force.compare(new TinySets(random.split()));
    }
    force.requireVariety(
        List.of(
            "garbage-read",
            "G1a",
            "G1b",
            "internal",
            "future-read",
            "G1c-process",
            "G-single-item"));
  }
}
