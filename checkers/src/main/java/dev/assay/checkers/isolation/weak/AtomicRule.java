package dev.assay.checkers.isolation.weak;

import java.util.Arrays;

/**
 * What {@link Axiom#ATOMIC} forces (AWDIT, algorithm 2), process by process: of what the process
 * wrote before, the last writer of each key counts; of what the transaction read from, all. Every
 * read of a key is from the same writer. O(n√n), as {@link MonotonicRule}.
 */
final class AtomicRule {
  private final RegisterColumns columns;
  private final boolean keepsProcesses;
  private final int[] seenFrom;
  private final int[] stamp;
  private final int[] readOf;

  /** By key: the last writer in the process that {@code writerIn} names. */
  private final int[] lastWriter;

  private final int[] writerIn;

  AtomicRule(RegisterColumns columns, boolean keepsProcesses) {
    this.columns = columns;
    this.keepsProcesses = keepsProcesses;
    seenFrom = new int[columns.size()];
    Arrays.fill(seenFrom, RegisterColumns.NONE);
    stamp = new int[columns.keys()];
    Arrays.fill(stamp, RegisterColumns.NONE);
    readOf = new int[columns.keys()];
    lastWriter = new int[columns.keys()];
    writerIn = new int[columns.keys()];
    Arrays.fill(writerIn, RegisterColumns.NONE);
  }

  /** Tells what the reads of a process force; each process at most once. */
  void apply(int process, Forced forced) {
    for (int at = columns.processStart[process]; at < columns.processStart[process + 1]; at++) {
      int txn = columns.byProcess[at];
      applyReads(process, txn, forced);
      boolean isFollowed = columns.transactions().isOk(txn);
      for (int w = columns.writeStart[txn]; isFollowed && w < columns.writeStart[txn + 1]; w++) {
        lastWriter[columns.writeKey[w]] = txn;
        writerIn[columns.writeKey[w]] = process;
      }
    }
  }

  private void applyReads(int process, int txn, Forced forced) {
    int start = columns.readStart[txn];
    int end = columns.readStart[txn + 1];
    for (int read = start; read < end; read++) {
      int key = columns.readKey[read];
      stamp[key] = txn;
      readOf[key] = read;
      int from = columns.readFrom[read];
      if (keepsProcesses && writerIn[key] == process && lastWriter[key] != from) {
        forced.force(lastWriter[key], from, txn, read);
      }
    }
    for (int read = start; read < end && end - start > 1; read++) {
      int from = columns.readFrom[read];
      if (from >= 0 && seenFrom[from] != txn) {
        seenFrom[from] = txn;
        applyWriter(txn, from, forced);
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
        if (stamp[key] == txn && columns.readFrom[readOf[key]] != writer) {
          forced.force(writer, columns.readFrom[readOf[key]], txn, readOf[key]);
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
