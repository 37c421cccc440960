package dev.assay.checkers.linearizability;

import org.jspecify.annotations.Nullable;

/** Looks again at an order that a monitor found; for models with states of constant size. O(n). */
final class Replay {
  private Replay() {}

  /** The order as an answer, or null when it is none after all: then the search decides. */
  static @Nullable Answer confirmed(Problem problem, int[] order) {
    Object state = problem.model().initial();
    boolean[] isPlaced = new boolean[problem.size()];
    int latest = -1;
    for (int op : order) {
      Object after = problem.model().step(state, problem.action(op));
      if (after == null || isPlaced[op] || problem.ret()[op] < latest) {
        return null;
      }
      state = after;
      isPlaced[op] = true;
      latest = Math.max(latest, problem.inv()[op]);
    }
    for (int op = 0; op < isPlaced.length; op++) {
      if (!isPlaced[op] && !problem.isPending(op)) {
        return null;
      }
    }
    return new Answer.Yes(order);
  }
}
