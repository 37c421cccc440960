package dev.assay.checkers.isolation.solver;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** Which version of a key comes after which, when they come in the order of their writers. */
final class NextVersions {
  static final int NONE = -1;

  private final Polygraph problem;
  private final int[] next;
  private final int[] first;

  NextVersions(Polygraph problem) {
    this.problem = problem;
    next = new int[problem.versions()];
    first = new int[problem.keys()];
  }

  /** Looks at an order, by the places of nodes. */
  void sort(IntUnaryOperator place) {
    for (int key = 0; key < problem.keys(); key++) {
      int start = problem.keyStart(key);
      long[] keyed = new long[problem.keyEnd(key) - start];
      for (int i = 0; i < keyed.length; i++) {
        keyed[i] =
            (long) place.applyAsInt(problem.commit(problem.writer(start + i))) << 32 | (start + i);
      }
      Arrays.sort(keyed);
      first[key] = keyed.length == 0 ? NONE : (int) keyed[0];
      for (int i = 0; i < keyed.length; i++) {
        next[(int) keyed[i]] = i + 1 < keyed.length ? (int) keyed[i + 1] : NONE;
      }
    }
  }

  /** The first version of a key, or {@link #NONE}. */
  int first(int key) {
    return first[key];
  }

  /** The version that overwrote one, or {@link #NONE}. */
  int after(int version) {
    return next[version];
  }
}
