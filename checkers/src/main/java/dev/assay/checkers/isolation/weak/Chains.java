package dev.assay.checkers.isolation.weak;

import java.util.Arrays;

/**
 * All transactions in chains, each of whose transactions is known to the next: the processes, or
 * where those do not count, lines of who read from whom. 8 bytes a transaction.
 */
final class Chains {
  private final int[] chainOf;
  private final int[] positionOf;
  private int count;

  private Chains(int transactions) {
    chainOf = new int[transactions];
    positionOf = new int[transactions];
  }

  static Chains of(RegisterColumns columns, TimeOrder time, boolean keepsProcesses) {
    Chains chains = new Chains(columns.size());
    if (keepsProcesses) {
      chains.addProcesses(columns);
    } else {
      chains.addLines(columns, time);
    }
    return chains;
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

  /** A transaction goes on with the line of the first that it read from and that ends a line. */
  private void addLines(RegisterColumns columns, TimeOrder time) {
    boolean[] isFollowed = new boolean[columns.size()];
    for (int txn : time.order()) {
      int before = RegisterColumns.NONE;
      for (int at = columns.readStart[txn]; at < columns.readStart[txn + 1]; at++) {
        int from = columns.readFrom[at];
        if (before < 0 && from >= 0 && !isFollowed[from]) {
          before = from;
        }
      }
      if (before < 0) {
        put(txn, count++, 0);
      } else {
        isFollowed[before] = true;
        put(txn, chainOf[before], positionOf[before] + 1);
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
    Arrays.parallelPrefix(next, Integer::sum);
    int[] start = next.clone();
    int[] grouped = new int[transactions.length];
    for (int txn : transactions) {
      grouped[start[chainOf[txn]] + positionOf[txn]] = txn;
    }
    return grouped;
  }
}
