package dev.assay.checkers.isolation.counters;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.isolation.AdditionsByForce;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Transactions on counters against the definition of serializability. A campaign sets {@code
 * assay.campaign.histories} and {@code assay.campaign.seed}.
 */
class CounterIncOracleTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 4_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261127);

  @Test
  void verdictsAreThoseOfTheDefinition() {
    SplittableRandom random = new SplittableRandom(SEED);
    AdditionsByForce<Long> force = new AdditionsByForce<>("counter-inc", CounterInc::infer);
    int blind = 0;
    for (int i = 0; i < HISTORIES; i++) {
      TinyCounters one = new TinyCounters(random.split());
      force.compare(one);
      blind += CounterInc.infer(one.history()) instanceof BlindCounters ? 1 : 0;
    }
    int blindOnes = blind;
    assertTrue(
        blind > HISTORIES / 3 && blind < 2 * HISTORIES / 3, () -> blindOnes + " not as sets");
    force.requireVariety(
        List.of(
            "garbage-read",
            "G1a",
            "G1b",
            "internal",
            "future-read",
            "G1c-process",
            "G-single-item",
            "G-single-item-process",
            "G-single-item-realtime",
            "G1c-realtime",
            "no-serial-order",
            "no-serial-order-process",
            "no-serial-order-realtime"));
  }
}
