package dev.assay.checkers.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Classification;
import dev.assay.checkers.Decision;
import dev.assay.checkers.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must hold of what a verdict says of every model: it is so by definition, it goes up and down
 * the lattice, it is what is said of the claim and in the summary, and it names what was found.
 */
public final class DecisionLaws {
  private final Map<String, Integer> seen = new TreeMap<>();

  /**
   * Checks one verdict.
   *
   * @param definitions whether some models hold, by other means; none where it is not known
   * @param context the history, for people
   */
  public void check(Verdict verdict, Map<ConsistencyModel, Boolean> definitions, Object context) {
    Classification found = verdict.summary().classification();
    String all = found + " " + verdict + context;
    assertEquals(
        List.of(ConsistencyModel.values()).stream().map(ConsistencyModel::label).toList(),
        List.copyOf(found.decisions().keySet()),
        all);
    Set<ConsistencyModel> holding = EnumSet.noneOf(ConsistencyModel.class);
    Set<ConsistencyModel> ruledOut = EnumSet.noneOf(ConsistencyModel.class);
    for (ConsistencyModel model : ConsistencyModel.values()) {
      Decision decision = Objects.requireNonNull(found.decisions().get(model.label()));
      switch (decision) {
        case Decision.Holds holds -> {
          holding.add(model);
          assertTrue(named(holds.through()).implies(model), () -> model + all);
          assertTrue(definitions.getOrDefault(model, true), () -> model + all);
          count(model, "holds", definitions);
        }
        case Decision.RuledOut out -> {
          ruledOut.add(model);
          assertTrue(found.anomalies().containsKey(out.anomaly()), () -> model + all);
          AnomalyType type = AnomalyType.named(out.anomaly()).orElseThrow();
          assertTrue(model.forbidden().contains(type), () -> model + all);
          assertFalse(definitions.getOrDefault(model, false), () -> model + all);
          count(model, "ruled out", definitions);
        }
        case Decision.Undecided open -> {
          assertTrue(!open.reason().isBlank(), all);
          count(model, "undecided", definitions);
        }
      }
    }
    for (ConsistencyModel model : ConsistencyModel.values()) {
      for (ConsistencyModel weaker : model.implied()) {
        assertTrue(!holding.contains(model) || holding.contains(weaker), () -> weaker + all);
        assertTrue(!ruledOut.contains(weaker) || ruledOut.contains(model), () -> model + all);
      }
    }
    assertEquals(
        ConsistencyModel.labels(ConsistencyModel.strongest(holding)), found.holds(), () -> all);
    Set<String> not = new TreeSet<>(found.not());
    not.addAll(found.alsoNot());
    assertEquals(not, new TreeSet<>(ConsistencyModel.labels(ruledOut)), () -> all);
    ConsistencyModel claim = named(verdict.summary().consistency());
    assertEquals(
        holding.contains(claim) ? "valid" : ruledOut.contains(claim) ? "invalid" : "unknown",
        verdict.label(),
        () -> all);
  }

  private static ConsistencyModel named(String label) {
    return ConsistencyModel.named(label).orElseThrow();
  }

  private void count(
      ConsistencyModel model, String what, Map<ConsistencyModel, Boolean> definitions) {
    if (definitions.containsKey(model)) {
      seen.merge(model.label() + " " + what, 1, Integer::sum);
    }
  }

  /** How often this was said of a model whose definition was known. */
  public int count(ConsistencyModel model, String what) {
    return seen.getOrDefault(model.label() + " " + what, 0);
  }

  @Override
  public String toString() {
    return seen.toString();
  }
}
