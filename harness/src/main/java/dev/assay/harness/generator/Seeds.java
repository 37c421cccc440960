package dev.assay.harness.generator;

import java.util.SplittableRandom;

/** Independent sources of random numbers from one seed. */
public final class Seeds {
  private Seeds() {}

  /** The seed of a part of a run, by its name. */
  public static long fork(long seed, String name) {
    long mixed = seed;
    for (int i = 0; i < name.length(); i++) {
      mixed = mix(mixed ^ name.charAt(i));
    }
    return mix(mixed ^ name.length());
  }

  /** The random numbers of a part of a run, by its name. */
  public static SplittableRandom random(long seed, String name) {
    return new SplittableRandom(fork(seed, name));
  }

  /** The random numbers of the n-th of many alike. */
  public static SplittableRandom random(long seed, long n) {
    // seeds a fixed distance apart would give SplittableRandom the same numbers, shifted
    return new SplittableRandom(mix(seed ^ mix(n)));
  }

  /** Stafford's variant 13 of MurmurHash3's finalizer: a bijection that spreads every bit. */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
