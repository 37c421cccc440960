package dev.assay.checkers.isolation.counters;

/**
 * Numbers that change, and sums of those between two places, each in logarithmic time (a binary
 * indexed tree: Fenwick, Software: Practice and Experience 24(3), 1994). 16 bytes a place.
 */
final class RunningSums {
  private final long[] numbers;

  /** At i the sum of as many before i as the lowest bit of i says. */
  private final long[] sums;

  RunningSums(int size) {
    numbers = new long[size];
    sums = new long[size + 1];
  }

  void add(int place, long amount) {
    numbers[place] += amount;
    for (int at = place + 1; at < sums.length; at += at & -at) {
      sums[at] += amount;
    }
  }

  long at(int place) {
    return numbers[place];
  }

  /** The sum from the one place until before the other. */
  long sum(int from, int to) {
    return before(to) - before(from);
  }

  private long before(int place) {
    long sum = 0;
    for (int at = place; at > 0; at -= at & -at) {
      sum += sums[at];
    }
    return sum;
  }
}
