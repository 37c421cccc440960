package dev.assay.harness.generator;

import dev.assay.harness.Operation;
import java.util.SplittableRandom;

/**
 * An immutable value that says which operation comes next.
 *
 * <p>Asked for an operation it answers with a {@link Step}: the operation and the generator that
 * takes its place, or that nobody gets one until later, or that it has ended. It never blocks.
 */
public interface Generator {
  /** Asks for the next operation, given what is known at the time of asking. */
  Step next(Context context);

  /** Tells the generator how an operation of its own ended; most do not care. */
  default Generator update(Context context, Operation operation, Completion completion) {
    return this;
  }

  /** What a generator may know. All randomness comes from {@code random}. */
  record Context(long timeNanos, int process, SplittableRandom random) {}

  /** How an operation ended, as far as generators may know. */
  enum Completion {
    OK,
    FAIL,
    INFO
  }

  /** The answer of a generator. */
  sealed interface Step {
    /** Do this, at {@code atNanos} or as soon after as can be; then ask {@code rest}. */
    record Do(Operation operation, long atNanos, Generator rest) implements Step {}

    /** Nothing for this process before {@code untilNanos}; then ask {@code rest}. */
    record Wait(long untilNanos, Generator rest) implements Step {}

    /** Nothing any more, for anyone. */
    record End() implements Step {}
  }

  /** The end of a generator. */
  Step END = new Step.End();
}
