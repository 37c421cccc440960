package dev.assay.checkers.linearizability;

import java.util.Arrays;

/**
 * Orders operations of which responses tell the rank: a version, an offset, a sum, the length of a
 * list. O(n log n).
 *
 * <p>Operations with a rank come in its order, those of equal rank in any. Others come after all of
 * some rank and before all of another. There is an order that keeps real time as well exactly when
 * no operation had returned before one was invoked that must come earlier (Gibbons and Korach 1997,
 * §4.2, for a register with a known write order): each then takes effect at the latest invocation
 * of those that must come before it, or its own, and these moments grow with the rank.
 */
final class RankedOrder {
  private static final int NONE = -1;

  /** No bound for {@link #between}. */
  static final int LAST = Integer.MAX_VALUE / 2 - 1;

  private final Problem problem;
  private final long[] checks;
  private final long[] claims;
  private int count;
  private int[] order = {};
  private int earlier = NONE;
  private int later = NONE;

  RankedOrder(Problem problem) {
    this.problem = problem;
    checks = new long[problem.size()];
    claims = new long[problem.size()];
  }

  /** The operation comes after all of a lower and before all of a higher rank, 0 to 2^29. */
  void put(int op, int rank) {
    add(op, 2 * rank, 2 * rank + 1);
  }

  /**
   * The operation comes after all of rank {@code after} and lower, and before all of rank {@code
   * before} and higher.
   *
   * @param after a rank below {@code before}, -1 for no bound
   * @param before {@link #LAST} for no bound
   */
  void between(int op, int after, int before) {
    add(op, 2 * after + 1, 2 * before);
  }

  private void add(int op, int low, int high) {
    checks[count] = ((long) low << 32) | op;
    claims[count] = ((long) high << 32) | op;
    count++;
  }

  /** Whether there is an order; then {@link #order} is one, else two operations clash. */
  boolean exists() {
    Arrays.sort(checks, 0, count);
    Arrays.sort(claims, 0, count);
    long[] moments = new long[count];
    int next = 0;
    int latest = NONE;
    for (int i = 0; i < count; i++) {
      int op = (int) checks[i];
      for (; next < count && (claims[next] >> 32) <= (checks[i] >> 32); next++) {
        int claim = (int) claims[next];
        latest = latest == NONE || problem.inv()[claim] > problem.inv()[latest] ? claim : latest;
      }
      int bound = latest == NONE ? NONE : problem.inv()[latest];
      if (problem.ret()[op] < bound) {
        earlier = latest;
        later = op;
        return false;
      }
      moments[i] = ((long) Math.max(bound, problem.inv()[op]) << 32) | i;
    }
    Arrays.sort(moments);
    order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = (int) checks[(int) moments[i]];
    }
    return true;
  }

  int[] order() {
    return order;
  }

  /** Of two that clash, the one that must come before {@link #later} but was invoked after it. */
  int earlier() {
    return earlier;
  }

  int later() {
    return later;
  }

  /** The two that clash. */
  Pair clash() {
    return new Pair(earlier, later);
  }
}
