package dev.assay.checkers.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lattice of models is Elle's, by all its names, and what was added stands in it. */
class ConsistencyModelTest {
  @ParameterizedTest
  @CsvSource({
    "read-uncommitted, PL-1",
    "read-committed, PL-2",
    "monotonic-view, PL-2L",
    "monotonic-snapshot-read, PL-MSR",
    "consistent-view, PL-2+",
    "forward-consistent-view, PL-FCV",
    "cursor-stability, PL-CS",
    "snapshot-isolation, PL-SI",
    "repeatable-read, PL-2.99",
    "update-serializable, PL-3U",
    "serializable, PL-3",
    "serializable, conflict-serializable",
    "strict-serializable, PL-SS",
    "strict-serializable, strong-serializable",
    "strong-read-uncommitted, strong-PL-1",
    "strong-read-committed, strong-PL-2",
    "strong-session-read-uncommitted, strong-session-PL-1",
    "strong-session-read-committed, strong-session-PL-2",
  })
  void synonymsOfElleNameTheSame(String name, String synonym) {
    assertEquals(model(name), model(synonym));
    assertEquals(name, model(synonym).label());
    assertTrue(ConsistencyModel.names().containsAll(Set.of(name, synonym)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "monotonic-atomic-view",
        "read-atomic",
        "update-atomic",
        "causal-cerone",
        "prefix",
        "parallel-snapshot-isolation",
        "view-serializable",
        "session-serializable",
        "1SR",
        "strong-session-snapshot-isolation",
        "strong-session-serializable",
        "strong-snapshot-isolation",
        "linearizable",
        "sequential",
        "causal",
        "PRAM",
        "monotonic-reads",
        "monotonic-writes",
        "read-your-writes",
        "writes-follow-reads",
      })
  void otherNamesOfElleAreThere(String name) {
    assertEquals(name, model(name).label());
  }

  /** Elle's consistency_model.clj; the first implies the second. */
  @ParameterizedTest
  @CsvSource({
    "strict-serializable, serializable",
    "strict-serializable, strong-snapshot-isolation",
    "strict-serializable, strong-session-serializable",
    "strict-serializable, linearizable",
    "serializable, snapshot-isolation",
    "serializable, repeatable-read",
    "serializable, update-serializable",
    "serializable, view-serializable",
    "snapshot-isolation, parallel-snapshot-isolation",
    "snapshot-isolation, prefix",
    "snapshot-isolation, forward-consistent-view",
    "snapshot-isolation, monotonic-snapshot-read",
    "snapshot-isolation, monotonic-atomic-view",
    "parallel-snapshot-isolation, causal-cerone",
    "parallel-snapshot-isolation, update-atomic",
    "prefix, causal-cerone",
    "causal-cerone, read-atomic",
    "read-atomic, monotonic-atomic-view",
    "monotonic-atomic-view, read-committed",
    "read-committed, read-uncommitted",
    "update-serializable, forward-consistent-view",
    "forward-consistent-view, consistent-view",
    "consistent-view, cursor-stability",
    "consistent-view, monotonic-view",
    "repeatable-read, cursor-stability",
    "repeatable-read, monotonic-atomic-view",
    "linearizable, sequential",
    "sequential, causal",
    "causal, writes-follow-reads",
    "causal, PRAM",
    "PRAM, monotonic-reads",
    "PRAM, monotonic-writes",
    "PRAM, read-your-writes",
  })
  void theOrderIsElles(String stronger, String weaker) {
    assertTrue(model(stronger).implies(model(weaker)));
    assertFalse(model(weaker).implies(model(stronger)));
  }

  @ParameterizedTest
  @EnumSource(AnomalyType.class)
  void whatRulesOutAModelRulesOutAllStrongerOnes(AnomalyType type) {
    Set<ConsistencyModel> ruledOut = ConsistencyModel.ruledOutBy(EnumSet.of(type));
    for (ConsistencyModel model : ConsistencyModel.values()) {
      assertEquals(
          ruledOut.stream().anyMatch(model::implies), ruledOut.contains(model), model::label);
      assertEquals(ruledOut.contains(model), model.forbidden().contains(type), model::label);
    }
  }

  @Test
  void everyModelHasItsOwnDescriptionInALine() {
    Set<String> descriptions = new HashSet<>();
    for (ConsistencyModel model : ConsistencyModel.values()) {
      String description = ModelDescriptions.of(model);
      assertTrue(descriptions.add(description), description);
      assertTrue(description.length() > 10 && description.length() < 90, description);
    }
  }

  private static ConsistencyModel model(String name) {
    return ConsistencyModel.named(name).orElseThrow();
  }
}
