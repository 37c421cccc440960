package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.Work;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Axiom#CAUSAL} forces where processes count (AWDIT, algorithm 3). A clock tells for
 * each transaction how many of each chain it knows. Of a key that was read, the writers that the
 * order of time has where they would be out of place are looked at one by one where they are few;
 * where they are many, the last one of every chain that the reader knows.
 *
 * <p>The clocks are made for some chains at a time, as many as there is room for: O(n·k) time in
 * any case, for k chains.
 */
final class CausalRule {
  private static final int CHAINS_MIN = 16;
  private static final long ROOM_MAX_BYTES = 512L << 20;
  private static final int ASK_BUDGET_EVERY = 1 << 12;

  private final RegisterColumns columns;
  private final Budget budget;
  private final int[] order;
  private final int[] place;
  private final Chains chains;
  private final WritersOfKeys runs;
  private final PlacedWriters writers;

  /** For so many chains there are clocks at a time, in parts that are made at the same time. */
  private final int together;

  private final int width;
  private final int[][] clocks;
  private int firstChain = -1;

  /** Takes apart what is needed; clocks are made in so many parts at the same time. */
  CausalRule(
      RegisterColumns columns, TimeOrder time, PlacedWriters writers, int partsMax, Budget budget) {
    this.columns = columns;
    this.writers = writers;
    this.budget = budget;
    order = time.order();
    place = time.place();
    chains = new Chains(columns);
    runs = new WritersOfKeys(columns, chains, order);
    int rows = Math.max(1, order.length);
    long room = Math.min(ROOM_MAX_BYTES, budget.memoryBytesMax() / 2);
    int parts = Math.clamp(chains.count(), 1, partsMax);
    long fitting = Math.max(CHAINS_MIN, room / (4L * rows));
    int wanted = (int) Math.min(Math.min(fitting, chains.count()), Integer.MAX_VALUE / rows);
    width = Math.max(1, (wanted + parts - 1) / parts);
    together = width * parts;
    clocks = new int[parts][0];
  }

  /**
   * Tells what reads force against the order of time; and, once windows are known, all that they
   * force inside one.
   *
   * @param parts who is told, each of a part of the readers
   * @param windows by place the number of a window, or -1; null as long as none are known
   * @param onlyNew whether to leave out what reads and processes tell by themselves
   * @return whether the budget sufficed
   */
  boolean apply(Forced[] parts, int @Nullable [] windows, boolean onlyNew) {
    Readers readers = windows == null ? new Readers(onlyNew) : new InWindows(windows, onlyNew);
    boolean[] isDone = new boolean[parts.length];
    for (int first = 0; first < chains.count(); first += together) {
      if (!makeClocks(first)) {
        return false;
      }
      Work.run(
          parts.length,
          part ->
              isDone[part] =
                  readers.apply(
                      Work.begin(order.length, part, parts.length),
                      Work.begin(order.length, part + 1, parts.length),
                      parts[part]));
      if (!WeakSearch.all(isDone)) {
        return false;
      }
    }
    return true;
  }

  private boolean makeClocks(int first) {
    if (firstChain == first) {
      return true;
    }
    boolean[] isDone = new boolean[clocks.length];
    Work.run(clocks.length, part -> isDone[part] = makeClocks(part, first + part * width));
    boolean isMade = WeakSearch.all(isDone);
    firstChain = isMade ? first : -1;
    return isMade;
  }

  private boolean makeClocks(int part, int first) {
    if (clocks[part].length == 0) {
      clocks[part] = new int[order.length * width];
    } else {
      Arrays.fill(clocks[part], 0);
    }
    for (int at = 0; at < order.length; at++) {
      if ((at & (ASK_BUDGET_EVERY - 1)) == 0 && budget.isSpent()) {
        return false;
      }
      int txn = order[at];
      int previous = columns.previous[txn];
      if (previous >= 0) {
        join(clocks[part], first, at, previous);
      }
      for (int read = columns.readStart[txn]; read < columns.readStart[txn + 1]; read++) {
        if (columns.readFrom[read] >= 0) {
          join(clocks[part], first, at, columns.readFrom[read]);
        }
      }
    }
    return true;
  }

  /** The clock at a place learns of a transaction and of all that it knows. */
  private void join(int[] all, int first, int at, int known) {
    int row = at * width;
    int chain = chains.chainOf(known) - first;
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

  /** How many of a chain the transaction at a place knows; none where that chain has no clock. */
  private int known(int at, int chain) {
    int here = chain - firstChain;
    return here < 0 || here >= together ? 0 : clocks[here / width][at * width + here % width];
  }

  private boolean knows(int at, int txn) {
    return known(at, chains.chainOf(txn)) > chains.positionOf(txn);
  }

  private int placeOf(int writer) {
    return writer < 0 ? -1 : place[writer];
  }

  /** Goes through readers for writers between what they read and themselves. */
  private class Readers {
    private final boolean onlyNew;

    Readers(boolean onlyNew) {
      this.onlyNew = onlyNew;
    }

    final boolean apply(int begin, int end, Forced forced) {
      for (int at = begin; at < end; at++) {
        if ((at & (ASK_BUDGET_EVERY - 1)) == 0 && budget.isSpent()) {
          return false;
        }
        int txn = order[at];
        for (int read = columns.readStart[txn]; read < columns.readStart[txn + 1]; read++) {
          applyRead(at, read, forced);
        }
      }
      return true;
    }

    void applyRead(int at, int read, Forced forced) {
      applyBetween(at, read, placeOf(columns.readFrom[read]), at, forced);
    }

    /** The writers behind a place and before another. */
    final void applyBetween(int at, int read, int behind, int before, Forced forced) {
      int key = columns.readKey[read];
      int first = writers.firstAfter(key, behind);
      if (first == writers.end(key) || writers.place(first) >= before) {
        return;
      }
      int end = writers.firstAfter(key, before - 1);
      if (end - first > runs.endOfRuns(key) - runs.firstRun(key)) {
        applyRuns(at, read, forced);
        return;
      }
      for (int i = first; i < end; i++) {
        int writer = order[writers.place(i)];
        if (writer != columns.readFrom[read] && knows(at, writer)) {
          tell(at, read, writer, forced);
          if (columns.readFrom[read] < 0) {
            return;
          }
        }
      }
    }

    private void applyRuns(int at, int read, Forced forced) {
      int key = columns.readKey[read];
      int from = columns.readFrom[read];
      int earliest = RegisterColumns.NONE;
      for (int run = runs.firstRun(key); run < runs.endOfRuns(key); run++) {
        int known = known(at, runs.chain(run));
        int last = known == 0 ? RegisterColumns.NONE : runs.lastBefore(run, known);
        if (last < 0) {
          continue;
        }
        if (from >= 0) {
          if (last != from) {
            tell(at, read, last, forced);
          }
        } else if (earliest < 0 || place[runs.first(run)] < place[earliest]) {
          earliest = runs.first(run);
        }
      }
      if (earliest >= 0) {
        tell(at, read, earliest, forced);
      }
    }

    private void tell(int at, int read, int writer, Forced forced) {
      int from = columns.readFrom[read];
      if (!(onlyNew && from >= 0 && knows(place[from], writer))) {
        forced.force(writer, from, order[at], read);
      }
    }
  }

  /** The same for all writers in the window of what they read. */
  private final class InWindows extends Readers {
    private final int[] windows;
    private final int[] firstOf;
    private final int[] endOf;

    InWindows(int[] windows, boolean onlyNew) {
      super(onlyNew);
      this.windows = windows;
      int count = 0;
      for (int window : windows) {
        count = Math.max(count, window + 1);
      }
      firstOf = new int[count];
      endOf = new int[count];
      for (int at = windows.length - 1; at >= 0; at--) {
        if (windows[at] >= 0) {
          firstOf[windows[at]] = at;
          endOf[windows[at]] = Math.max(endOf[windows[at]], at + 1);
        }
      }
    }

    @Override
    void applyRead(int at, int read, Forced forced) {
      int from = placeOf(columns.readFrom[read]);
      if (from < 0) {
        super.applyRead(at, read, forced);
      } else if (windows[from] >= 0) {
        int window = windows[from];
        applyBetween(at, read, firstOf[window] - 1, Math.min(at, endOf[window]), forced);
      }
    }
  }
}
