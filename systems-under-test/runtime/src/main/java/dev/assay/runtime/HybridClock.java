package dev.assay.runtime;

/**
 * Timestamps that follow the wall clock and never go back nor fall behind a timestamp that was
 * heard of (Kulkarni et al. 2014, Logical Physical Clocks): milliseconds in the upper 48 bits, a
 * counter below.
 */
public final class HybridClock {
  private static final int COUNTER_BITS = 16;

  private final Clock clock;
  private long last;

  public HybridClock(Clock clock) {
    this.clock = clock;
  }

  /** A timestamp above all that were given or heard of. */
  public long tick() {
    last = Math.max(last + 1, clock.wallMillis() << COUNTER_BITS);
    return last;
  }

  /** The milliseconds in a timestamp. */
  public static long millis(long timestamp) {
    return timestamp >> COUNTER_BITS;
  }

  /** What tells timestamps of the same millisecond apart. */
  public static long counter(long timestamp) {
    return timestamp & ((1L << COUNTER_BITS) - 1);
  }

  /** The timestamp so many milliseconds later. */
  public static long later(long timestamp, long millis) {
    return timestamp + (millis << COUNTER_BITS);
  }

  /** From now on timestamps are above this one. */
  public void hear(long timestamp) {
    last = Math.max(last, timestamp);
  }
}
