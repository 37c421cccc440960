package dev.assay.checkers;

import org.jspecify.annotations.Nullable;

/**
 * What a checker has to be told because no history says it.
 *
 * @param initial the state of every object before the first operation; null for what the model
 *     starts with by itself (a register with {@code nil})
 * @param failedCas what a compare-and-set that failed tells
 * @param threads how many threads may work on independent objects, at least 1
 */
public record CheckOptions(@Nullable Object initial, FailedCas failedCas, int threads) {
  /** Initially nil, failed compare-and-sets ignored, two threads. */
  public static final CheckOptions DEFAULT = new CheckOptions(null, FailedCas.IGNORED, 2);

  /** What a compare-and-set that ended with {@code fail} tells of the register. */
  public enum FailedCas {
    /** Nothing: it did not happen. Jepsen's and Knossos' reading. */
    IGNORED,
    /** At some moment between its two events the register held another value. Porcupine's. */
    OBSERVED
  }

  public CheckOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("expected at least one thread, got " + threads);
    }
  }

  public CheckOptions withInitial(@Nullable Object value) {
    return new CheckOptions(value, failedCas, threads);
  }

  public CheckOptions withFailedCas(FailedCas meaning) {
    return new CheckOptions(initial, meaning, threads);
  }

  public CheckOptions withThreads(int count) {
    return new CheckOptions(initial, failedCas, count);
  }
}
