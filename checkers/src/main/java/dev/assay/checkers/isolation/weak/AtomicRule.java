package dev.assay.checkers.isolation.weak;

import java.util.Arrays;

/**
 * What {@link Axiom#ATOMIC} forces (AWDIT, algorithm 2): of what the process wrote before, the last
 * writer of each key counts; of what the transaction read from, all. Every read of a key is from
 * the same writer. O(n√n), as {@link MonotonicRule}.
 */
final class AtomicRule {
  private final RegisterColumns columns;
  private final boolean keepsProcesses;

  private final FirstReads firsts;

  /** By key: the transaction that read it above its last read. */
  private final long[] readOf;

  /** By key: the process above its last writer there. */
  private final long[] lastWriter;

  /** Of every key read a bit; most others have one that is not set, and need not be looked up. */
  private long keysRead;

  AtomicRule(RegisterColumns columns, boolean keepsProcesses) {
    this.columns = columns;
    firsts = new FirstReads(columns);
    this.keepsProcesses = keepsProcesses;
    readOf = new long[columns.keys()];
    Arrays.fill(readOf, RegisterColumns.NONE);
    lastWriter = new long[keepsProcesses ? columns.keys() : 0];
    Arrays.fill(lastWriter, RegisterColumns.NONE);
  }

  /** Tells what the reads of a process force, which counts; each process at most once. */
  void applyProcess(int process, Forced forced) {
    for (int at = columns.processStart[process]; at < columns.processStart[process + 1]; at++) {
      int txn = columns.byProcess[at];
      applyReads(process, txn, forced);
      boolean isFollowed = columns.transactions().isOk(txn);
      for (int w = columns.writeStart[txn]; isFollowed && w < columns.writeStart[txn + 1]; w++) {
        lastWriter[columns.writeKey[w]] = (long) process << Integer.SIZE | txn;
      }
    }
  }

  /** Tells what the reads of a transaction force, where processes do not count. */
  void apply(int txn, Forced forced) {
    applyReads(RegisterColumns.NONE, txn, forced);
  }

  private void applyReads(int process, int txn, Forced forced) {
    int start = columns.readStart[txn];
    int end = columns.readStart[txn + 1];
    keysRead = 0;
    for (int read = start; read < end; read++) {
      int key = columns.readKey[read];
      readOf[key] = (long) txn << Integer.SIZE | read;
      keysRead |= RegisterColumns.bit(key);
      if (keepsProcesses && (int) (lastWriter[key] >> Integer.SIZE) == process) {
        int writer = (int) lastWriter[key];
        if (writer != columns.readFrom[read]) {
          forced.force(writer, columns.readFrom[read], txn, read);
        }
      }
    }
    if (end - start < 2) {
      return;
    }
    firsts.turnTo(txn);
    for (int read = start; read < end; read++) {
      if (firsts.isFirst(read)) {
        applyWriter(txn, columns.readFrom[read], forced);
      }
    }
  }

  private void applyWriter(int txn, int writer, Forced forced) {
    int start = columns.writeStart[writer];
    int end = columns.writeStart[writer + 1];
    int reads = columns.readStart[txn + 1] - columns.readStart[txn];
    if (end - start <= reads) {
      for (int at = start; at < end; at++) {
        int key = columns.writeKey[at];
        if ((keysRead & RegisterColumns.bit(key)) != 0
            && (int) (readOf[key] >> Integer.SIZE) == txn) {
          int read = (int) readOf[key];
          if (columns.readFrom[read] != writer) {
            forced.force(writer, columns.readFrom[read], txn, read);
          }
        }
      }
      return;
    }
    for (int read = columns.readStart[txn]; read < columns.readStart[txn + 1]; read++) {
      if (columns.readFrom[read] != writer && columns.writes(writer, columns.readKey[read])) {
        forced.force(writer, columns.readFrom[read], txn, read);
      }
    }
  }
}
