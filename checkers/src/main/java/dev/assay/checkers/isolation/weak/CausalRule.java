package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.Budget;
import java.util.Arrays;

/**
 * What {@link Axiom#CAUSAL} forces where processes count (AWDIT, algorithm 3). A clock tells for
 * each transaction how many of each chain it knows; of every chain, the last writer of a key that a
 * reader of it knows counts.
 *
 * <p>The clocks are made for some chains at a time, as many as there is room for: O(n·k) time in
 * any case, for k chains.
 */
final class CausalRule {
  private static final int BLOCK_MIN = 16;
  private static final long ROOM_MAX_BYTES = 512L << 20;
  private static final int ASK_BUDGET_EVERY = 1 << 12;

  private final RegisterColumns columns;
  private final int[] order;
  private final int[] place;
  private final Chains chains;
  private final WritersOfKeys writers;
  private final int block;
  private int[] clocks = new int[0];
  private int firstChain;
  private int width;

  CausalRule(RegisterColumns columns, TimeOrder time, Budget budget) {
    this.columns = columns;
    order = time.order();
    place = time.place();
    chains = new Chains(columns);
    writers = new WritersOfKeys(columns, chains, order);
    long room = Math.min(ROOM_MAX_BYTES, budget.memoryBytesMax() / 2);
    long fitting = Math.max(BLOCK_MIN, room / (4L * Math.max(1, order.length)));
    block =
        (int)
            Math.min(
                Math.min(fitting, chains.count()), Integer.MAX_VALUE / Math.max(1, order.length));
  }

  /**
   * Tells what all reads force.
   *
   * @param onlyNew whether to leave out what reads and processes tell by themselves
   * @return whether the budget sufficed
   */
  boolean apply(Forced forced, boolean onlyNew, Budget budget) {
    for (int first = 0; first < chains.count(); first += block) {
      int end = Math.min(chains.count(), first + block);
      boolean isMade = clocks.length > 0 && block == chains.count();
      if (!isMade && !makeClocks(first, end, budget)) {
        return false;
      }
      for (int at = 0; at < order.length; at++) {
        if ((at & (ASK_BUDGET_EVERY - 1)) == 0 && budget.isSpent()) {
          return false;
        }
        applyReads(at, forced, onlyNew);
      }
    }
    return true;
  }

  private boolean makeClocks(int first, int end, Budget budget) {
    firstChain = first;
    width = end - first;
    if (clocks.length == 0) {
      clocks = new int[order.length * block];
    } else {
      Arrays.fill(clocks, 0);
    }
    for (int at = 0; at < order.length; at++) {
      if ((at & (ASK_BUDGET_EVERY - 1)) == 0 && budget.isSpent()) {
        return false;
      }
      int txn = order[at];
      int previous = columns.previous[txn];
      if (previous >= 0) {
        join(at * width, previous);
      }
      for (int read = columns.readStart[txn]; read < columns.readStart[txn + 1]; read++) {
        if (columns.readFrom[read] >= 0) {
          join(at * width, columns.readFrom[read]);
        }
      }
    }
    return true;
  }

  /** The clock at a row learns of a transaction and of all that it knows. */
  private void join(int row, int known) {
    int[] all = clocks;
    int chain = chains.chainOf(known) - firstChain;
    int position = chains.positionOf(known);
    boolean isHere = chain >= 0 && chain < width;
    if (isHere && all[row + chain] > position) {
      return;
    }
    int other = place[known] * width;
    for (int i = 0; i < width; i++) {
      all[row + i] = Math.max(all[row + i], all[other + i]);
    }
    if (isHere) {
      all[row + chain] = position + 1;
    }
  }

  private void applyReads(int at, Forced forced, boolean onlyNew) {
    int txn = order[at];
    int row = at * width;
    for (int read = columns.readStart[txn]; read < columns.readStart[txn + 1]; read++) {
      int key = columns.readKey[read];
      int from = columns.readFrom[read];
      int end = writers.endOfRuns(key);
      for (int run = writers.firstRun(key); run < end; run++) {
        int chain = writers.chain(run) - firstChain;
        int known = chain >= 0 && chain < width ? clocks[row + chain] : 0;
        int last = known == 0 ? RegisterColumns.NONE : writers.lastBefore(run, known);
        if (last >= 0 && last != from && !(onlyNew && from >= 0 && knows(from, last))) {
          forced.force(last, from, txn, read);
        }
      }
    }
  }

  private boolean knows(int txn, int other) {
    int chain = chains.chainOf(other) - firstChain;
    return clocks[place[txn] * width + chain] > chains.positionOf(other);
  }
}
