package dev.assay.checkers;

import dev.assay.checkers.invariants.Invariants;
import dev.assay.checkers.linearizability.LinearizabilityChecker;
import dev.assay.checkers.linearizability.Model;
import dev.assay.checkers.linearizability.Models;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The checkers by the names of the workloads that they judge. */
public final class Checkers {
  private static final Map<String, Function<CheckOptions, Model>> MODELS = Models.byName();

  private Checkers() {}

  /** The names that {@link #forWorkload} knows, in alphabetical order. */
  public static Set<String> workloads() {
    Set<String> names = new TreeSet<>(MODELS.keySet());
    names.addAll(Invariants.workloads());
    return names;
  }

  /**
   * The checker of a workload.
   *
   * @throws IllegalArgumentException for a name that is not in {@link #workloads}
   */
  public static Checker forWorkload(String workload, CheckOptions options) {
    Checker invariant = Invariants.checker(workload, options);
    if (invariant != null) {
      return invariant;
    }
    Function<CheckOptions, Model> model = MODELS.get(workload);
    if (model == null) {
      throw new IllegalArgumentException(
          "no checker for workload " + workload + "; there are: " + String.join(", ", workloads()));
    }
    return new LinearizabilityChecker(model.apply(options), options.threads());
  }
}
