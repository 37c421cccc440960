package dev.assay.harness.generator;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.generator.Generator.Context;
import dev.assay.harness.generator.Generator.Step;
import java.util.List;

/**
 * Asks a generator on behalf of the processes that are free, and keeps what it has become.
 *
 * <p>The random numbers of each operation are forked from the seed and the operation's place, so a
 * generator that is asked twice for the same operation, because its time had not come, gives it
 * twice. Not safe for use by two threads.
 */
public final class Dispatcher {
  /** How long to leave a generator alone that wants to be asked again at once. */
  private static final long WAIT_NANOS_MIN = 100_000;

  private final int concurrency;
  private final long seed;
  private Generator generator;
  private long dispatched;

  /**
   * Makes a dispatcher.
   *
   * @param concurrency how many processes there are at a time
   */
  public Dispatcher(Generator generator, int concurrency, long seed) {
    this.generator = generator;
    this.concurrency = concurrency;
    this.seed = seed;
  }

  /** What to do next. */
  public sealed interface Decision {
    /** Begin this now; it was due at {@code dueNanos}. */
    record Begin(int process, Operation operation, long dueNanos) implements Decision {}

    /** Nothing before that time, or until an operation ended. */
    record Sleep(long untilNanos) implements Decision {}

    /** Nothing any more. */
    record Done() implements Decision {}
  }

  /**
   * Decides what to do at a time.
   *
   * @param free processes that have no operation open, the preferred first
   */
  public Decision next(long nowNanos, List<Integer> free) {
    long wakeNanos = Long.MAX_VALUE;
    for (int process : free) {
      switch (generator.next(context(nowNanos, process))) {
        case Step.Do step -> {
          if (step.atNanos() <= nowNanos) {
            generator = step.rest();
            dispatched++;
            return new Decision.Begin(process, step.operation(), step.atNanos());
          }
          wakeNanos = Math.min(wakeNanos, step.atNanos());
        }
        case Step.Wait step -> {
          generator = step.rest();
          wakeNanos = Math.min(wakeNanos, Math.max(step.untilNanos(), nowNanos + WAIT_NANOS_MIN));
        }
        case Step.End end -> {
          return new Decision.Done();
        }
      }
    }
    return new Decision.Sleep(wakeNanos);
  }

  /** Tells the generator how an operation ended. */
  public void ended(long nowNanos, int process, Operation operation, Outcome outcome) {
    generator = generator.update(context(nowNanos, process), operation, outcome);
  }

  private Context context(long nowNanos, int process) {
    return new Context(nowNanos, process, concurrency, Seeds.random(seed, dispatched));
  }
}
