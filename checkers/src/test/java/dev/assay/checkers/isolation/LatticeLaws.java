package dev.assay.checkers.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.checkers.Budget;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What must hold of the verdicts of one history for every two models of the lattice: what rules out
 * the weaker rules out the stronger, and what holds at the stronger holds at the weaker.
 */
public final class LatticeLaws {
  private LatticeLaws() {}

  /** Checks every claim by itself, and all pairs; the verdicts. */
  public static Map<ConsistencyModel, String> verdicts(String workload, History history) {
    Map<ConsistencyModel, String> labels = new EnumMap<>(ConsistencyModel.class);
    for (ConsistencyModel model : ConsistencyModel.values()) {
      Verdict verdict =
          Checkers.forClaim(workload, model.label())
              .check(history, Budget.of(Duration.ofMinutes(1)));
      labels.put(model, verdict.label());
    }
    for (ConsistencyModel stronger : ConsistencyModel.values()) {
      for (ConsistencyModel weaker : stronger.implied()) {
        String pair = stronger.label() + " and " + weaker.label() + " " + labels;
        if ("valid".equals(labels.get(stronger))) {
          assertEquals("valid", labels.get(weaker), pair);
        }
        if ("invalid".equals(labels.get(weaker))) {
          assertEquals("invalid", labels.get(stronger), pair);
        }
      }
    }
    return labels;
  }
}
