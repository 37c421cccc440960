package dev.assay.harness.workload;

import java.util.List;
import java.util.SplittableRandom;

/** Draws places of a list, each with a likelihood in proportion to its weight. O(log n). */
final class Odds {
  /** The sum of all weights up to and with each. */
  private final double[] sums;

  Odds(List<Double> weights) {
    sums = new double[weights.size()];
    double sum = 0;
    for (int i = 0; i < sums.length; i++) {
      sum += weights.get(i);
      sums[i] = sum;
    }
  }

  int draw(SplittableRandom random) {
    double point = random.nextDouble() * sums[sums.length - 1];
    int low = 0;
    int high = sums.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sums[middle] > point) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
