package dev.assay.checkers;

import dev.assay.checkers.invariants.Invariants;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.Inference;
import dev.assay.checkers.isolation.IsolationChecker;
import dev.assay.checkers.isolation.counters.CounterInc;
import dev.assay.checkers.isolation.listappend.ListAppend;
import dev.assay.checkers.isolation.predicates.ClosedPredicate;
import dev.assay.checkers.isolation.registers.RwRegister;
import dev.assay.checkers.isolation.registers.WeakChecker;
import dev.assay.checkers.isolation.sets.SetAdd;
import dev.assay.checkers.isolation.timestamps.TimestampChecker;
import dev.assay.checkers.isolation.weak.WeakCheck;
import dev.assay.checkers.linearizability.LinearizabilityChecker;
import dev.assay.checkers.linearizability.Model;
import dev.assay.checkers.linearizability.Models;
import dev.assay.histories.History;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The checkers by the names of the workloads that they judge. */
public final class Checkers {
  private static final Map<String, Function<CheckOptions, Model>> MODELS = Models.byName();

  private static final Map<String, BiFunction<History, KeyOptions, Inference>> ISOLATION =
      Map.of(
          "list-append",
          (history, keys) -> ListAppend.infer(history),
          "rw-register",
          RwRegister::infer,
          "set-add",
          (history, keys) -> SetAdd.infer(history),
          "counter-inc",
          (history, keys) -> CounterInc.infer(history),
          "closed-predicate",
          (history, keys) -> ClosedPredicate.infer(history));

  /** Judged as transactions of one operation, with one claim. */
  private static final String CAUSAL_REGISTER = "causal-register";

  private Checkers() {}

  /** The names that {@link #forWorkload} knows, in alphabetical order. */
  public static Set<String> workloads() {
    Set<String> names = new TreeSet<>(MODELS.keySet());
    names.addAll(Invariants.workloads());
    names.addAll(ISOLATION.keySet());
    names.add(CAUSAL_REGISTER);
    return names;
  }

  /**
   * What a workload is judged by, in a line for people.
   *
   * @throws IllegalArgumentException for a name that is not in {@link #workloads}
   */
  public static String description(String workload) {
    return WorkloadDescriptions.of(workload);
  }

  /** Whether the claim of this workload is a matter of choice: {@link #forClaim}. */
  public static boolean isOfTransactions(String workload) {
    return ISOLATION.containsKey(workload);
  }

  /**
   * The checker of a workload of transactions and a claim.
   *
   * @param model the consistency model that is claimed, by any of Elle's names
   * @throws IllegalArgumentException for a workload that is not {@link #isOfTransactions}, or a
   *     model that there is not
   */
  public static Checker forClaim(String workload, String model) {
    return forClaim(workload, model, KeyOptions.NONE);
  }

  /**
   * The same under assumptions on the versions of registers.
   *
   * @param keys nothing for other workloads
   * @throws IllegalArgumentException as above
   */
  public static Checker forClaim(String workload, String model, KeyOptions keys) {
    if (!ISOLATION.containsKey(workload)) {
      throw new IllegalArgumentException("workload " + workload + " has one claim only");
    }
    ConsistencyModel claim = named(model);
    return workload.equals("rw-register") && WeakCheck.decides(claim)
        ? new WeakChecker(claim, keys)
        : new IsolationChecker(workload, inference(workload, keys), claim);
  }

  /** Whether {@link #forTimestamps} can judge this workload. */
  public static boolean hasTimestamps(String workload) {
    return workload.equals("list-append") || workload.equals("rw-register");
  }

  /**
   * The checker of the claim that the timestamps which a database told are the order of its
   * transactions.
   *
   * @param model null for the strongest that the history can tell
   * @throws IllegalArgumentException for a workload that is not {@link #hasTimestamps}, or a model
   *     that there is not or of which timestamps tell nothing
   */
  public static Checker forTimestamps(String workload, @Nullable String model) {
    if (!hasTimestamps(workload)) {
      throw new IllegalArgumentException("workload " + workload + " is not judged by timestamps");
    }
    return new TimestampChecker(workload, model == null ? null : named(model));
  }

  private static ConsistencyModel named(String model) {
    return ConsistencyModel.named(model)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no consistency model "
                        + model
                        + "; there are: "
                        + String.join(
                            ", ", ConsistencyModel.labels(EnumSet.allOf(ConsistencyModel.class)))));
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
    if (workload.equals(CAUSAL_REGISTER)) {
      return forClaim("rw-register", "strong-session-causal", options.keys());
    }
    if (ISOLATION.containsKey(workload)) {
      return new IsolationChecker(workload, inference(workload, options.keys()), null);
    }
    Function<CheckOptions, Model> model = MODELS.get(workload);
    if (model == null) {
      throw new IllegalArgumentException(
          "no checker for workload " + workload + "; there are: " + String.join(", ", workloads()));
    }
    Model type = model.apply(options);
    return new WeakerPromises(new LinearizabilityChecker(type, options.threads()), type, options);
  }

  private static Function<History, Inference> inference(String workload, KeyOptions keys) {
    BiFunction<History, KeyOptions, Inference> rules =
        Objects.requireNonNull(ISOLATION.get(workload));
    return history -> rules.apply(history, keys);
  }
}
