package dev.assay.harness.generator;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import java.util.SplittableRandom;

/**
 * Spreads operations over time.
 *
 * <p>Each has a time at which it is due that does not depend on when earlier ones came back. So
 * operations that find no free process are late, and show it: a system that stalls is not spared
 * the requests that would have come (Tene's "coordinated omission").
 *
 * @param meanNanos between operations
 * @param dueNanos when the next one is due
 */
record Stagger(double meanNanos, Spacing spacing, long dueNanos, Generator generator)
    implements Generator {
  /** How far apart operations are, around the mean. */
  enum Spacing {
    POISSON,
    UNIFORM,
    CONSTANT
  }

  static Generator of(double ratePerSecond, Spacing spacing, Generator generator) {
    if (!(ratePerSecond > 0) || Double.isInfinite(ratePerSecond)) {
      throw new IllegalArgumentException(
          "a rate must be above 0 operations a second, got " + ratePerSecond);
    }
    return new Stagger(1e9 / ratePerSecond, spacing, Leaves.UNSET, generator);
  }

  @Override
  public Step next(Context context) {
    Step step = generator.next(context);
    if (step instanceof Step.Do made) {
      // an operation of now is due when it is due; one of later moves the due time with it
      boolean isNow = made.atNanos() <= context.timeNanos() && dueNanos != Leaves.UNSET;
      long due = isNow ? dueNanos : Math.max(made.atNanos(), dueNanos);
      long nextDue = due + drawNanos(context.random());
      return new Step.Do(
          made.operation(), due, new Stagger(meanNanos, spacing, nextDue, made.rest()));
    }
    return step.then(rest -> new Stagger(meanNanos, spacing, dueNanos, rest));
  }

  @Override
  public Generator update(Context context, Operation operation, Outcome outcome) {
    return new Stagger(meanNanos, spacing, dueNanos, generator.update(context, operation, outcome));
  }

  /** At most some ten thousand means, so sums of times do not overflow within a run's years. */
  private long drawNanos(SplittableRandom random) {
    double means =
        switch (spacing) {
          case POISSON -> -Math.log1p(-random.nextDouble());
          case UNIFORM -> 2 * random.nextDouble();
          case CONSTANT -> 1;
        };
    return (long) Math.min(means * meanNanos, Long.MAX_VALUE / 1e6);
  }
}
