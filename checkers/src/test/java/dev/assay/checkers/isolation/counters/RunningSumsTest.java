package dev.assay.checkers.isolation.counters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RunningSumsTest {
  @Test
  void sumsAreThoseOfTheNumbers() {
    SplittableRandom random = new SplittableRandom(1);
    for (int size = 1; size < 70; size++) {
      RunningSums sums = new RunningSums(size);
      long[] numbers = new long[size];
      for (int i = 0; i < 200; i++) {
        int place = random.nextInt(size);
        long amount = random.nextLong(-9, 10);
        sums.add(place, amount);
        numbers[place] += amount;
        int from = random.nextInt(size + 1);
        int to = random.nextInt(from, size + 1);
        assertEquals(Arrays.stream(numbers, from, to).sum(), sums.sum(from, to));
        assertEquals(numbers[place], sums.at(place));
      }
    }
  }
}
