package dev.assay.checkers.linearizability;

import java.util.Arrays;

/** The invocations and returns of a problem one after the other. */
final class Sweep {
  private Sweep() {}

  /**
   * The events in order of time: the number of an operation for its invocation, the complement of
   * the number ({@code ~op}) for its return. O(n), or O(n log n) where positions are sparse.
   */
  static int[] events(Problem problem) {
    int n = problem.size();
    int count = n;
    for (int op = 0; op < n; op++) {
      count += problem.isPending(op) ? 0 : 1;
    }
    return problem.positions() > 8 * n ? bySorting(problem, count) : byPosition(problem, count);
  }

  private static int[] byPosition(Problem problem, int count) {
    int[] at = new int[problem.positions()];
    boolean[] isEvent = new boolean[problem.positions()];
    for (int op = 0; op < problem.size(); op++) {
      at[problem.inv()[op]] = op;
      isEvent[problem.inv()[op]] = true;
      if (!problem.isPending(op)) {
        at[problem.ret()[op]] = ~op;
        isEvent[problem.ret()[op]] = true;
      }
    }
    int[] events = new int[count];
    int next = 0;
    for (int p = 0; p < at.length; p++) {
      if (isEvent[p]) {
        events[next++] = at[p];
      }
    }
    return events;
  }

  private static int[] bySorting(Problem problem, int count) {
    long[] keys = new long[count];
    int next = 0;
    for (int op = 0; op < problem.size(); op++) {
      keys[next++] = ((long) problem.inv()[op] << 32) | op;
      if (!problem.isPending(op)) {
        keys[next++] = ((long) problem.ret()[op] << 32) | (~op & 0xFFFF_FFFFL);
      }
    }
    Arrays.sort(keys);
    int[] events = new int[count];
    for (int i = 0; i < count; i++) {
      events[i] = (int) keys[i];
    }
    return events;
  }
}
