package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.isolation.Edge;

/** Transactions that each commit before the next, and the last before the first. */
final class CommitCycle {
  private final int[] transactions;
  private final int[] kinds;

  /**
   * @param transactions each once; the last may be {@link RegisterColumns#INITIAL}, before which
   *     nothing can commit, and which leads nowhere
   * @param kinds why each comes before the next: {@link Edge#WR}, {@link Edge#PROCESS}, or {@link
   *     Edge#WW} where a read forces it
   */
  CommitCycle(int[] transactions, int[] kinds) {
    this.transactions = transactions;
    this.kinds = kinds;
  }

  int[] transactions() {
    return transactions;
  }

  int[] kinds() {
    return kinds;
  }

  int target(int edge) {
    return transactions[(edge + 1) % transactions.length];
  }
}
