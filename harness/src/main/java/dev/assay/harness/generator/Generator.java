package dev.assay.harness.generator;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * An immutable value that says which operation comes next.
 *
 * <p>Asked for an operation it answers with a {@link Step}: the operation and the generator that
 * takes its place, or that this process gets none until later, or that it has ended. It never
 * blocks, and being asked changes nothing: the runner may drop a {@link Step.Do} whose time has not
 * come and ask the same generator again. Equal contexts (with random numbers that begin alike) give
 * equal answers.
 *
 * <p>Times are nanoseconds since the first operation of the run.
 */
public interface Generator {
  /** Asks for the next operation of a process that has none open. */
  Step next(Context context);

  /**
   * Tells the generator how an operation that it gave to {@code context.process()} ended; most do
   * not care.
   */
  default Generator update(Context context, Operation operation, Outcome outcome) {
    return this;
  }

  /**
   * What a generator may know.
   *
   * @param process the process that asks, or whose operation ended; a generator that is reserved
   *     for some threads sees only these, and counts them from 0
   * @param concurrency how many processes there are at a time
   * @param random where all randomness comes from
   */
  record Context(long timeNanos, int process, int concurrency, SplittableRandom random) {
    /** The place of the process, 0 to concurrency - 1: a process and its successors share it. */
    public int thread() {
      return process % concurrency;
    }

    /**
     * The same for a generator that only some threads ask: it sees {@code threads} threads from 0
     * on, the first of which is {@code firstThread} here.
     */
    Context within(int firstThread, int threads) {
      int round = process / concurrency;
      int own = round * threads + thread() - firstThread;
      return new Context(timeNanos, own, threads, random);
    }
  }

  /** The answer of a generator. */
  sealed interface Step {
    /** The same answer, with what {@code change} makes of the generator to ask next. */
    default Step then(UnaryOperator<Generator> change) {
      return switch (this) {
        case Do step -> new Do(step.operation(), step.atNanos(), change.apply(step.rest()));
        case Wait step -> new Wait(step.untilNanos(), change.apply(step.rest()));
        case End end -> end;
      };
    }

    /** Do this, at {@code atNanos} or as soon after as can be; then ask {@code rest}. */
    record Do(Operation operation, long atNanos, Generator rest) implements Step {}

    /**
     * Nothing for this process before {@code untilNanos} or until an operation ended; then ask
     * {@code rest}.
     */
    record Wait(long untilNanos, Generator rest) implements Step {}

    /** Nothing any more, for anyone. */
    record End() implements Step {}
  }

  /** The end of a generator. */
  Step END = new Step.End();
}
