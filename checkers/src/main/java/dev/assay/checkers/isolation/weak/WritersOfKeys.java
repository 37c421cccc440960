package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.isolation.Work;
import java.util.Arrays;

/**
 * The writers of each key in runs, one a chain, ascending by chain and in the order of the chain.
 * Linear; 8 bytes a write and 8 a run.
 */
final class WritersOfKeys {
  private final Chains chains;
  private final int[] writer;
  private final int[] position;

  /** The runs of a key are {@code runStart[key]} until {@code runStart[key + 1]}. */
  private final int[] runStart;

  private int[] begin = new int[64];
  private int[] chain = new int[64];

  WritersOfKeys(RegisterColumns columns, Chains chains, int[] transactions) {
    this.chains = chains;
    int[] keyStart = new int[columns.keys() + 1];
    for (int at = 0; at < columns.writeStart[columns.size()]; at++) {
      keyStart[columns.writeKey[at] + 1]++;
    }
    Work.addUp(keyStart);
    int[] next = keyStart.clone();
    writer = new int[keyStart[columns.keys()]];
    position = new int[writer.length];
    for (int txn : chains.grouped(transactions)) {
      for (int at = columns.writeStart[txn]; at < columns.writeStart[txn + 1]; at++) {
        int place = next[columns.writeKey[at]]++;
        writer[place] = txn;
        position[place] = chains.positionOf(txn);
      }
    }
    runStart = new int[columns.keys() + 1];
    int runs = 0;
    for (int key = 0; key < columns.keys(); key++) {
      runs = addRuns(keyStart[key], keyStart[key + 1], runs);
      runStart[key + 1] = runs;
    }
    begin = Arrays.copyOf(begin, runs + 1);
    begin[runs] = writer.length;
  }

  private int addRuns(int from, int until, int before) {
    int runs = before;
    for (int at = from; at < until; at++) {
      int its = chains.chainOf(writer[at]);
      if (at == from || its != chain[runs - 1]) {
        if (runs == begin.length) {
          begin = Arrays.copyOf(begin, runs * 2);
          chain = Arrays.copyOf(chain, runs * 2);
        }
        begin[runs] = at;
        chain[runs++] = its;
      }
    }
    return runs;
  }

  int firstRun(int key) {
    return runStart[key];
  }

  int endOfRuns(int key) {
    return runStart[key + 1];
  }

  int chain(int run) {
    return chain[run];
  }

  /** The first writer in a run. */
  int first(int run) {
    return writer[begin[run]];
  }

  /** The last writer in a run of those whose position in the chain is less, or -1. O(log run). */
  int lastBefore(int run, int positionEnd) {
    int low = begin[run] - 1;
    int high = begin[run + 1];
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (position[middle] < positionEnd) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low < begin[run] ? RegisterColumns.NONE : writer[low];
  }
}
