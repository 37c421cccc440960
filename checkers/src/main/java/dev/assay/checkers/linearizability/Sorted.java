package dev.assay.checkers.linearizability;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** Sorts ints by what a function says of them, without boxing. */
final class Sorted {
  private Sorted() {}

  /** Some numbers, which are not negative, by ascending column; those with equal ones ascending. */
  static int[] by(IntUnaryOperator column, int[] numbers) {
    long[] keys = new long[numbers.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = ((long) column.applyAsInt(numbers[i]) << 32) | numbers[i];
    }
    Arrays.sort(keys);
    int[] sorted = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      sorted[i] = (int) keys[i];
    }
    return sorted;
  }
}
