package dev.assay.benchmarks.generate;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws keys: numbers of places, all alike or by Zipf's law with exponent 1. O(log keys). */
final class KeyChoice {
  private final int keys;
  private final double[] cumulative;

  KeyChoice(int keys, boolean zipf) {
    this.keys = keys;
    cumulative = new double[zipf ? keys : 0];
    double sum = 0;
    for (int rank = 0; rank < cumulative.length; rank++) {
      sum += 1.0 / (rank + 1);
      cumulative[rank] = sum;
    }
  }

  int next(SplittableRandom random) {
    if (cumulative.length == 0) {
      return random.nextInt(keys);
    }
    int at = Arrays.binarySearch(cumulative, random.nextDouble() * cumulative[keys - 1]);
    return Math.min(at < 0 ? -at - 1 : at, keys - 1);
  }
}
