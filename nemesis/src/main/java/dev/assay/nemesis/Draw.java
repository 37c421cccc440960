package dev.assay.nemesis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;

/** Drawing from lists. */
final class Draw {
  private Draw() {}

  static <T> T one(SplittableRandom random, List<T> among) {
    return among.get(random.nextInt(among.size()));
  }

  /** Draws each with a likelihood in proportion to its weight. */
  static <T> T weighted(SplittableRandom random, List<T> among, ToIntFunction<T> weight) {
    int left = random.nextInt(among.stream().mapToInt(weight).sum());
    for (T each : among) {
      left -= weight.applyAsInt(each);
      if (left < 0) {
        return each;
      }
    }
    throw new IllegalArgumentException("weights must not be negative: " + among);
  }

  /** A random order: Fisher and Yates' shuffle. */
  static <T> List<T> shuffled(SplittableRandom random, List<T> items) {
    List<T> order = new ArrayList<>(items);
    for (int i = order.size() - 1; i > 0; i--) {
      Collections.swap(order, i, random.nextInt(i + 1));
    }
    return order;
  }
}
