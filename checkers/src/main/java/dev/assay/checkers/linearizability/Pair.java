package dev.assay.checkers.linearizability;

import dev.assay.histories.EventType;

/**
 * Two operations that a monitor suspects to clash.
 *
 * @param one its number in the problem
 * @param other its number in the problem
 */
record Pair(int one, int other) {
  /** Whether neither can come after the other: then no order has both. */
  boolean clashes(Problem problem) {
    return isTold(problem, one)
        && isTold(problem, other)
        && !mayFollow(problem, one, other)
        && !mayFollow(problem, other, one);
  }

  /** The one that was invoked first. */
  int first(Problem problem) {
    return problem.inv()[one] < problem.inv()[other] ? one : other;
  }

  int second(Problem problem) {
    return first(problem) == one ? other : one;
  }

  /** Whether what they told allows one order, but not that of real time. */
  boolean isBackwards(Problem problem) {
    Action first = problem.action(first(problem));
    return problem.model().canFollow(problem.action(second(problem)), first);
  }

  private static boolean isTold(Problem problem, int op) {
    return problem.action(op).outcome() == EventType.OK;
  }

  private static boolean mayFollow(Problem problem, int first, int second) {
    return problem.ret()[second] > problem.inv()[first]
        && problem.model().canFollow(problem.action(first), problem.action(second));
  }
}
