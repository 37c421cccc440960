package dev.assay.checkers.isolation.counters;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Amounts of which each is greater than all smaller ones together, such as 1, 2, 4, 8: every sum of
 * some of them tells which. Of negative amounts the size counts.
 */
final class Digits {
  private final long[] amounts;
  private final long negative;

  private Digits(long[] amounts) {
    this.amounts = amounts;
    negative = Arrays.stream(amounts).filter(amount -> amount < 0).map(Math::negateExact).sum();
  }

  /** The amounts in this form, or null when sums of them do not tell. Their sum fits 64 bits. */
  static @Nullable Digits of(List<Long> amounts) {
    long[] sorted =
        amounts.stream()
            .sorted((a, b) -> Long.compare(Math.abs(a), Math.abs(b)))
            .mapToLong(amount -> amount)
            .toArray();
    long sum = 0;
    for (long amount : sorted) {
      if (Math.abs(amount) <= sum) {
        return null;
      }
      sum += Math.abs(amount);
    }
    return new Digits(sorted);
  }

  /**
   * Which amounts add up to the number, which lies between the sums of all negative and of all
   * positive ones; null when none do. A negative one that is left out counts like a positive one.
   */
  @Nullable List<Long> in(long number) {
    long left = number + negative;
    List<Long> found = new ArrayList<>();
    for (int i = amounts.length - 1; i >= 0; i--) {
      long size = Math.abs(amounts[i]);
      boolean isIn = left >= size;
      left -= isIn ? size : 0;
      if (isIn == amounts[i] > 0) {
        found.add(amounts[i]);
      }
    }
    return left == 0 ? found : null;
  }
}
