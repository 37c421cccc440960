package dev.assay.runtime;

import java.util.SplittableRandom;

/**
 * A stream of random numbers that depends on its seed alone.
 *
 * <p>{@link #fork} gives every concern a stream of its own: one more draw for the network does not
 * shift the draws of elections.
 */
public final class Rng {
  private final long seed;
  private final SplittableRandom random;

  public Rng(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /** A stream that depends on this one's seed and the label, not on what was drawn so far. */
  public Rng fork(String label) {
    long hash = seed;
    for (int i = 0; i < label.length(); i++) {
      hash = scramble(hash ^ label.charAt(i));
    }
    return new Rng(scramble(hash));
  }

  /** Uniform in {@code [0, bound)}. */
  public int nextInt(int bound) {
    return random.nextInt(bound);
  }

  /** Uniform in {@code [from, to)}. */
  public long nextLong(long from, long to) {
    return random.nextLong(from, to);
  }

  public long nextLong() {
    return random.nextLong();
  }

  /** Whether an event of this probability happens. */
  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** The finalizer of SplitMix64: neighbouring inputs give unrelated outputs. */
  private static long scramble(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
