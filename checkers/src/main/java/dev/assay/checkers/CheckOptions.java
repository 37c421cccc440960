package dev.assay.checkers;

import org.jspecify.annotations.Nullable;

/**
 * What a checker has to be told because no history says it.
 *
 * @param initial the state of every object before the first operation; null for what the model
 *     starts with by itself (a register with {@code nil})
 * @param failedCas what a compare-and-set that failed tells
 * @param nilRead what a read tells that completed with {@code nil}
 * @param threads how many threads may work on independent objects, at least 1
 * @param invariants what the checkers of invariants have to be told
 * @param keys what is assumed of the versions of registers in transactions
 */
public record CheckOptions(
    @Nullable Object initial,
    FailedCas failedCas,
    NilRead nilRead,
    int threads,
    InvariantOptions invariants,
    KeyOptions keys) {
  /** Initially nil, failed compare-and-sets ignored, two threads. */
  public static final CheckOptions DEFAULT =
      new CheckOptions(
          null,
          FailedCas.IGNORED,
          NilRead.BY_INITIAL,
          2,
          InvariantOptions.DEFAULT,
          KeyOptions.NONE);

  /** What a compare-and-set that ended with {@code fail} tells of the register. */
  public enum FailedCas {
    /** Nothing: it did not happen. Jepsen's and Knossos' reading. */
    IGNORED,
    /** At some moment between its two events the register held another value. Porcupine's. */
    OBSERVED
  }

  /** What a read that completed with {@code nil} tells of the register. */
  public enum NilRead {
    /** A value when registers start with nil, else unknown: a register with nil was never seen. */
    BY_INITIAL,
    /** The register held nil. Porcupine's reading. */
    VALUE,
    /** Nothing: the value was not recorded. Knossos' reading. */
    UNKNOWN
  }

  public CheckOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("expected at least one thread, got " + threads);
    }
  }

  public CheckOptions withInitial(@Nullable Object value) {
    return new CheckOptions(value, failedCas, nilRead, threads, invariants, keys);
  }

  public CheckOptions withFailedCas(FailedCas meaning) {
    return new CheckOptions(initial, meaning, nilRead, threads, invariants, keys);
  }

  public CheckOptions withNilRead(NilRead meaning) {
    return new CheckOptions(initial, failedCas, meaning, threads, invariants, keys);
  }

  public CheckOptions withThreads(int count) {
    return new CheckOptions(initial, failedCas, nilRead, count, invariants, keys);
  }

  public CheckOptions withInvariants(InvariantOptions options) {
    return new CheckOptions(initial, failedCas, nilRead, threads, options, keys);
  }

  public CheckOptions withKeys(KeyOptions options) {
    return new CheckOptions(initial, failedCas, nilRead, threads, invariants, options);
  }

  /** Whether a read of nil is an observation like any other. */
  public boolean isNilAValue() {
    return nilRead == NilRead.VALUE || (nilRead == NilRead.BY_INITIAL && initial == null);
  }
}
