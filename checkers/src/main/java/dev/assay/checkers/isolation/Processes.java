package dev.assay.checkers.isolation;

import java.util.Arrays;

/**
 * The processes of transactions, numbered from 0, ascending. Linear where they have small numbers
 * in the history, as they mostly have; 4 bytes a transaction.
 */
public final class Processes {
  private static final int TABLE_MIN = 1 << 10;

  private final int[] numberOf;
  private final int count;
  private final boolean areMixed;

  /** Numbers the processes of all transactions, whatever their outcome. */
  public Processes(Transactions transactions) {
    numberOf = new int[transactions.size()];
    int max = -1;
    for (int txn = 0; txn < numberOf.length; txn++) {
      numberOf[txn] = transactions.process(txn);
      max = Math.max(max, numberOf[txn]);
    }
    count = max < Math.max(TABLE_MIN, numberOf.length) ? byTable(max + 1) : bySorting();
    int changes = 0;
    for (int txn = 1; txn < numberOf.length; txn++) {
      changes += numberOf[txn] != numberOf[txn - 1] ? 1 : 0;
    }
    areMixed = changes > numberOf.length / 2;
  }

  private int byTable(int length) {
    int[] numbers = new int[length];
    for (int process : numberOf) {
      numbers[process] = 1;
    }
    int found = 0;
    for (int process = 0; process < length; process++) {
      found += numbers[process];
      numbers[process] = found - 1;
    }
    for (int txn = 0; txn < numberOf.length; txn++) {
      numberOf[txn] = numbers[numberOf[txn]];
    }
    return found;
  }

  private int bySorting() {
    int[] all = numberOf.clone();
    Arrays.sort(all);
    int found = 0;
    for (int i = 0; i < all.length; i++) {
      if (i == 0 || all[i] != all[i - 1]) {
        all[found++] = all[i];
      }
    }
    for (int txn = 0; txn < numberOf.length; txn++) {
      numberOf[txn] = Arrays.binarySearch(all, 0, found, numberOf[txn]);
    }
    return found;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** The number of a transaction's process. */
  public int of(int txn) {
    return numberOf[txn];
  }

  /**
   * Whether transactions next to each other are mostly of different processes. A source that has
   * them so was likely written while they ran, even where it tells no time.
   */
  public boolean areMixed() {
    return areMixed;
  }
}
