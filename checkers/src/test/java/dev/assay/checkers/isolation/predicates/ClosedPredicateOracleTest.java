package dev.assay.checkers.isolation.predicates;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Transactions with predicate reads against the definitions. A campaign sets {@code
 * assay.campaign.histories} and {@code assay.campaign.seed}.
 */
class ClosedPredicateOracleTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 2_500);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261128);

  @Test
  void verdictsAreThoseOfTheDefinitions() {
    SplittableRandom random = new SplittableRandom(SEED);
    PredicatesByForce force = new PredicatesByForce();
    for (int i = 0; i < HISTORIES; i++) {
      force.compare(new TinyPredicates(random.split()));
    }
    force.requireAnomalies(List.of("read-committed unknown", "strong-read-committed unknown"));
    force.requireVariety(
        List.of(
            "garbage-read",
            "G1a",
            "G1b",
            "internal",
            "future-read",
            "overlooked-write",
            "predicate-read-miss",
            "predicate-read-mismatch",
            "G1c",
            "G-single",
            "G-single-item",
            "G2",
            "G2-item",
            "G-single-realtime",
            "no-serial-order-predicate",
            "no-serial-order-realtime"));
  }

  @Test
  void verdictsOnDirtyReadsOfWhatManyWroteAreThoseOfTheDefinitions() {
    SplittableRandom random = new SplittableRandom(SEED);
    PredicatesByForce force = new PredicatesByForce();
    for (int i = 0; i < HISTORIES; i++) {
      force.compare(TinyPredicates.dirty(random.split()));
    }
    force.requireAnomalies(List.of("no-commit-order", "no-commit-order-process"));
  }
}
