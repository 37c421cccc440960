package dev.assay.harness.generator;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;

/** Generators that end another, or begin it again. */
final class Bounded {
  private Bounded() {}

  record Limit(int left, Generator generator) implements Generator {
    @Override
    public Step next(Context context) {
      if (left == 0) {
        return END;
      }
      Step step = generator.next(context);
      int leftThen = step instanceof Step.Do ? left - 1 : left;
      return step.then(rest -> new Limit(leftThen, rest));
    }

    @Override
    public Generator update(Context context, Operation operation, Outcome outcome) {
      return new Limit(left, generator.update(context, operation, outcome));
    }
  }

  record TimeLimit(long nanos, long startNanos, Generator generator) implements Generator {
    @Override
    public Step next(Context context) {
      long start = startNanos == Leaves.UNSET ? context.timeNanos() : startNanos;
      long end = start + nanos;
      if (context.timeNanos() >= end) {
        return END;
      }
      return switch (generator.next(context)) {
        case Step.Do step ->
            step.atNanos() >= end
                ? new Step.Wait(end, new TimeLimit(nanos, start, generator))
                : step.then(rest -> new TimeLimit(nanos, start, rest));
        case Step.Wait step ->
            new Step.Wait(
                Math.min(step.untilNanos(), end), new TimeLimit(nanos, start, step.rest()));
        case Step.End over -> over;
      };
    }

    @Override
    public Generator update(Context context, Operation operation, Outcome outcome) {
      return new TimeLimit(nanos, startNanos, generator.update(context, operation, outcome));
    }
  }

  record UntilOk(Generator generator) implements Generator {
    @Override
    public Step next(Context context) {
      return generator.next(context).then(UntilOk::new);
    }

    @Override
    public Generator update(Context context, Operation operation, Outcome outcome) {
      return outcome instanceof Outcome.Ok
          ? Leaves.Empty.EMPTY
          : new UntilOk(generator.update(context, operation, outcome));
    }
  }

  /**
   * Begins again up to {@code timesLeft} times.
   *
   * @param isFresh whether nothing came of {@code now} yet: then its end is the end of all, or this
   *     would go round for ever
   */
  record Cycle(int timesLeft, Generator first, Generator now, boolean isFresh)
      implements Generator {
    @Override
    public Step next(Context context) {
      Step step = now.next(context);
      if (step instanceof Step.End && !isFresh && timesLeft > 0) {
        return new Cycle(timesLeft - 1, first, first, true).next(context);
      }
      return step.then(rest -> new Cycle(timesLeft, first, rest, false));
    }

    @Override
    public Generator update(Context context, Operation operation, Outcome outcome) {
      return new Cycle(timesLeft, first, now.update(context, operation, outcome), isFresh);
    }
  }
}
