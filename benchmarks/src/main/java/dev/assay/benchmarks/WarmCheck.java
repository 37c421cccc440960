package dev.assay.benchmarks;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checker;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.linearizability.LinearizabilityChecker;
import dev.assay.checkers.linearizability.Model;
import dev.assay.checkers.linearizability.Models;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.function.Function;

/** Checks histories round after round, so that Java has compiled what is measured. */
final class WarmCheck {
  private static final Duration TIME_MAX = Duration.ofSeconds(60);

  private static final long DECISION_NANOS = 300_000_000;

  private final Checker checker;

  private final LinearizabilityChecker decider;

  WarmCheck(String workload, CheckOptions options) {
    checker = Checkers.forWorkload(workload, options);
    decider = decider(workload, options);
  }

  /** What gives bare answers for a model, by one thread. */
  static LinearizabilityChecker decider(String workload, CheckOptions options) {
    Function<CheckOptions, Model> model = Models.byName().get(workload);
    if (model == null) {
      throw new IllegalArgumentException(
          "expected a model of " + Models.byName().keySet() + ", found " + workload);
    }
    return new LinearizabilityChecker(model.apply(options), 1);
  }

  /**
   * How long the check of one history took, and what came of it.
   *
   * @param firstNanos the whole check in the first round
   * @param fastestNanos the whole check, evidence and weaker promises too, in the fastest round
   * @param decisionNanos the answer alone in the fastest round
   */
  record Times(long firstNanos, long fastestNanos, long decisionNanos, String verdict) {}

  Times times(History history, int rounds) {
    long first = 0;
    long fastest = Long.MAX_VALUE;
    String verdict = "";
    for (int round = 0; round < rounds; round++) {
      Budget budget = Budget.of(TIME_MAX);
      long begin = System.nanoTime();
      verdict = checker.check(history, budget).label();
      long nanos = System.nanoTime() - begin;
      first = round == 0 ? nanos : first;
      fastest = Math.min(fastest, nanos);
    }
    return new Times(first, fastest, decisionNanos(history, rounds), verdict);
  }

  /** A decision is often so short that Java has to see it many times. */
  private long decisionNanos(History history, int rounds) {
    long fastest = Long.MAX_VALUE;
    long end = System.nanoTime() + DECISION_NANOS;
    for (int round = 0; round < rounds || System.nanoTime() < end; round++) {
      Budget budget = Budget.of(TIME_MAX);
      long begin = System.nanoTime();
      decider.decide(history, budget);
      fastest = Math.min(fastest, System.nanoTime() - begin);
    }
    return fastest;
  }

  /** How many operations have an unknown outcome. */
  static long unknown(History history) {
    return history
        .clientInvocations()
        .filter(
            event ->
                history.outcome(event) == EventType.INFO
                    || history.outcome(event) == EventType.INVOKE)
        .count();
  }
}
