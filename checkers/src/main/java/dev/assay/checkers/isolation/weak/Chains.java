package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.isolation.Work;

/**
 * All transactions in chains, each of whose transactions is known to the next: the processes, cut
 * where something of unknown outcome is in between. 8 bytes a transaction.
 */
final class Chains {
  private final int[] chainOf;
  private final int[] positionOf;
  private int count;

  Chains(RegisterColumns columns) {
    chainOf = new int[columns.size()];
    positionOf = new int[columns.size()];
    addProcesses(columns);
  }

  private void addProcesses(RegisterColumns columns) {
    for (int process = 0; process + 1 < columns.processStart.length; process++) {
      int chain = -1;
      int length = 0;
      int last = RegisterColumns.NONE;
      for (int at = columns.processStart[process]; at < columns.processStart[process + 1]; at++) {
        int txn = columns.byProcess[at];
        if (columns.previous[txn] != last || chain < 0) {
          chain = count++;
          length = 0;
        }
        put(txn, chain, length++);
        last = txn;
      }
    }
  }

  private void put(int txn, int chain, int position) {
    chainOf[txn] = chain;
    positionOf[txn] = position;
  }

  int count() {
    return count;
  }

  int chainOf(int txn) {
    return chainOf[txn];
  }

  int positionOf(int txn) {
    return positionOf[txn];
  }

  /** The transactions chain by chain, each in its order. */
  int[] grouped(int[] transactions) {
    int[] next = new int[count + 1];
    for (int txn : transactions) {
      next[chainOf[txn] + 1]++;
    }
    Work.addUp(next);
    int[] start = next.clone();
    int[] grouped = new int[transactions.length];
    for (int txn : transactions) {
      grouped[start[chainOf[txn]] + positionOf[txn]] = txn;
    }
    return grouped;
  }
}
