package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.History;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An order of all transactions in which each comes after those it read from, and after its process
 * where that counts, otherwise as close to time as can be: by when they completed, or, where the
 * history tells no time, as the source has them if it mixes processes, for then it was likely
 * written while they ran, or else by how far each process was. So most of what reads force holds in
 * it already.
 *
 * <p>A search in depth from each transaction in turn, without recursion. O(reads + n log n).
 */
final class TimeOrder {
  private static final byte OPEN = 1;
  private static final byte DONE = 2;

  private final RegisterColumns columns;
  private final boolean keepsProcesses;
  private final byte[] state;
  private final int[] order;
  private final int[] place;
  private int size;
  private int[] stack = new int[64];
  private int[] cursor = new int[64];
  private int @Nullable [] cycle;

  TimeOrder(RegisterColumns columns, boolean keepsProcesses) {
    this.columns = columns;
    this.keepsProcesses = keepsProcesses;
    state = new byte[columns.size()];
    order = new int[columns.byProcess.length];
    place = new int[columns.size()];
    int[] roots =
        columns.transactions().history().isRealTime()
            ? byTime()
            : columns.areProcessesMixed() ? inOrderOfSource() : byProgress();
    for (int root : roots) {
      if (state[root] == 0 && cycle == null) {
        visit(root);
      }
    }
  }

  /** The transactions in this order. */
  int[] order() {
    return order;
  }

  /** The place of each transaction in the order. */
  int[] place() {
    return place;
  }

  /** Transactions that each come before the next and the last before the first; null if none do. */
  int @Nullable [] cycle() {
    return cycle;
  }

  private int[] byTime() {
    Transactions transactions = columns.transactions();
    History history = transactions.history();
    int[] endsAt = new int[history.size()];
    for (int txn : columns.byProcess) {
      endsAt[transactions.isOk(txn) ? transactions.completion(txn) : transactions.invocation(txn)] =
          txn + 1;
    }
    int[] roots = new int[order.length];
    int count = 0;
    for (int at : endsAt) {
      if (at > 0) {
        roots[count++] = at - 1;
      }
    }
    return roots;
  }

  private int[] inOrderOfSource() {
    return IntStream.range(0, columns.size()).filter(columns::tookEffect).toArray();
  }

  private int[] byProgress() {
    long[] ranks = new long[order.length];
    int[] starts = columns.processStart;
    for (int process = 0; process + 1 < starts.length; process++) {
      int length = starts[process + 1] - starts[process];
      for (int at = starts[process]; at < starts[process + 1]; at++) {
        long share = ((2L * (at - starts[process]) + 1) << 29) / length;
        ranks[at] = share << 31 | columns.byProcess[at];
      }
    }
    Arrays.parallelSort(ranks);
    int[] roots = new int[ranks.length];
    for (int i = 0; i < roots.length; i++) {
      roots[i] = (int) ranks[i] & Integer.MAX_VALUE;
    }
    return roots;
  }

  private void visit(int root) {
    int depth = 0;
    open(root, depth);
    while (depth >= 0) {
      int txn = stack[depth];
      int before = nextBefore(txn, depth);
      if (before < 0) {
        state[txn] = DONE;
        place[txn] = size;
        order[size++] = txn;
        depth--;
      } else if (state[before] == OPEN) {
        cycle = cycleFrom(before, depth);
        return;
      } else {
        open(before, ++depth);
      }
    }
  }

  private void open(int txn, int depth) {
    if (depth == stack.length) {
      stack = Arrays.copyOf(stack, depth * 2);
      cursor = Arrays.copyOf(cursor, depth * 2);
    }
    stack[depth] = txn;
    cursor[depth] = columns.readStart[txn] - 1;
    state[txn] = OPEN;
  }

  /** The next transaction that has to come before this one and is not placed, or -1. */
  private int nextBefore(int txn, int depth) {
    if (cursor[depth] < columns.readStart[txn]) {
      cursor[depth]++;
      int previous = keepsProcesses ? columns.previous[txn] : RegisterColumns.NONE;
      if (previous >= 0 && state[previous] != DONE) {
        return previous;
      }
    }
    while (cursor[depth] < columns.readStart[txn + 1]) {
      int from = columns.readFrom[cursor[depth]++];
      if (from >= 0 && state[from] != DONE) {
        return from;
      }
    }
    return RegisterColumns.NONE;
  }

  /** The stack holds what comes after what lies above it. */
  private int[] cycleFrom(int first, int depth) {
    int bottom = depth;
    while (stack[bottom] != first) {
      bottom--;
    }
    int[] found = new int[depth - bottom + 1];
    for (int i = 0; i < found.length; i++) {
      found[i] = stack[depth - i];
    }
    return found;
  }
}
