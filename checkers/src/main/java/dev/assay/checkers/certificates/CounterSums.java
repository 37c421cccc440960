package dev.assay.checkers.certificates;

import java.util.ArrayList;
import java.util.List;

/** Which of some amounts add up to a number, by trying; two ways are as good as many. */
final class CounterSums {
  private static final int STEPS_MAX = 1_000_000;

  private final List<Long> amounts;

  /** By place, what all amounts from there on can add, and take away. */
  private final long[] most;

  private final long[] least;
  private final List<List<Long>> ways = new ArrayList<>();
  private final List<Long> chosen = new ArrayList<>();
  private int steps;

  private CounterSums(List<Long> some) {
    amounts = new ArrayList<>(some);
    amounts.sort((a, b) -> Long.compare(Math.abs(b), Math.abs(a)));
    most = new long[amounts.size() + 1];
    least = new long[amounts.size() + 1];
    for (int i = amounts.size() - 1; i >= 0; i--) {
      most[i] = Math.addExact(most[i + 1], Math.max(0, amounts.get(i)));
      least[i] = Math.addExact(least[i + 1], Math.min(0, amounts.get(i)));
    }
  }

  /**
   * No more than two ways in which some of the amounts add up to the number.
   *
   * @throws ArithmeticException when that cannot be told in time, or the amounts are too large
   */
  static List<List<Long>> of(List<Long> amounts, long number) {
    CounterSums sums = new CounterSums(amounts);
    sums.seek(0, 0, number);
    return sums.ways;
  }

  private void seek(int place, long sum, long number) {
    if (++steps > STEPS_MAX) {
      throw new ArithmeticException("too many sums of " + amounts.size() + " amounts");
    }
    boolean isOut = number > sum + most[place] || number < sum + least[place];
    if (ways.size() == 2 || isOut) {
      return;
    }
    if (place == amounts.size()) {
      ways.add(List.copyOf(chosen));
      return;
    }
    chosen.add(amounts.get(place));
    seek(place + 1, sum + amounts.get(place), number);
    chosen.removeLast();
    seek(place + 1, sum, number);
  }
}
