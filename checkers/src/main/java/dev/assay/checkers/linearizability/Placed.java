package dev.assay.checkers.linearizability;

import java.util.Arrays;

/** Operations in the order in which a monitor lets them take effect. */
final class Placed implements Toggle.Placement {
  private final int[] order;
  private int count;

  Placed(Problem problem) {
    order = new int[problem.size()];
  }

  @Override
  public void place(int op) {
    order[count++] = op;
  }

  int[] order() {
    return Arrays.copyOf(order, count);
  }
}
