package dev.assay.checkers.isolation.weak;

import java.util.Arrays;

/** Which reads of a transaction are the first from their writers. */
final class FirstReads {
  /** Among so few others from the same writer are looked for one by one. */
  private static final int FEW = 32;

  private final RegisterColumns columns;
  private int txn;
  private int start;
  private int end;

  // By writer, for transactions of many reads: who read from it, and where first.
  private int[] seenFrom = {};
  private int[] firstRead = {};

  FirstReads(RegisterColumns columns) {
    this.columns = columns;
  }

  /** Turns to a transaction. */
  void turnTo(int transaction) {
    txn = transaction;
    start = columns.readStart[txn];
    end = columns.readStart[txn + 1];
    if (end - start > FEW) {
      findAll();
    }
  }

  private void findAll() {
    if (seenFrom.length == 0) {
      seenFrom = new int[columns.size()];
      Arrays.fill(seenFrom, RegisterColumns.NONE);
      firstRead = new int[columns.size()];
    }
    for (int read = start; read < end; read++) {
      int from = columns.readFrom[read];
      if (from >= 0 && seenFrom[from] != txn) {
        seenFrom[from] = txn;
        firstRead[from] = read;
      }
    }
  }

  /** Whether a read of the transaction is from a writer from whom none before it is. */
  boolean isFirst(int read) {
    int from = columns.readFrom[read];
    if (from < 0 || end - start > FEW) {
      return from >= 0 && firstRead[from] == read;
    }
    for (int before = start; before < read; before++) {
      if (columns.readFrom[before] == from) {
        return false;
      }
    }
    return true;
  }
}
