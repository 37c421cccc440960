package dev.assay.benchmarks;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checker;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.time.Duration;

/** Checks histories round after round, so that Java has compiled what is measured. */
final class WarmCheck {
  private static final Duration TIME_MAX = Duration.ofSeconds(60);

  private final Checker checker;

  WarmCheck(String workload, CheckOptions options) {
    checker = Checkers.forWorkload(workload, options);
  }

  /** How long the check of one history took, and what came of it. */
  record Times(long firstNanos, long fastestNanos, String verdict) {}

  Times[] times(History[] histories, int rounds) {
    Times[] times = new Times[histories.length];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < histories.length; i++) {
        Budget budget = Budget.of(TIME_MAX);
        long begin = System.nanoTime();
        Verdict verdict = checker.check(histories[i], budget);
        long nanos = System.nanoTime() - begin;
        Times before = round == 0 ? new Times(nanos, nanos, "") : times[i];
        times[i] =
            new Times(before.firstNanos(), Math.min(before.fastestNanos(), nanos), verdict.label());
      }
    }
    return times;
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
