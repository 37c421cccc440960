package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.Work;
import java.util.Arrays;

/**
 * What {@link Axiom#CAUSAL} forces, without clocks: of a key that was read, all writers in the
 * reader's past.
 *
 * <p>Against the order of time only those writers matter that come between the one that was read
 * and the reader, mostly none: each reader with such is followed back to the first of them. Within
 * a window of that order all count. Where processes do not count, so that there are no chains to
 * keep clocks for, a bit for each writer of the window is carried forward over the reads, some
 * words at a time. O(reads · window / 64).
 */
final class PastRule {
  private static final int ASK_BUDGET_EVERY = 1 << 12;
  private static final int WORDS_MAX = 64;
  private static final long ROOM_MAX_LONGS = 1L << 25;

  private final RegisterColumns columns;
  private final boolean keepsProcesses;
  private final Budget budget;
  private final int[] order;
  private final int[] place;
  private final PlacedWriters writers;

  PastRule(
      RegisterColumns columns,
      boolean keepsProcesses,
      TimeOrder time,
      PlacedWriters writers,
      Budget budget) {
    this.columns = columns;
    this.keepsProcesses = keepsProcesses;
    this.budget = budget;
    this.writers = writers;
    order = time.order();
    place = time.place();
  }

  private int placeOf(int writer) {
    return writer < 0 ? -1 : place[writer];
  }

  /**
   * Tells what the order of time has the wrong way round.
   *
   * @param parts who is told, each of a part of the readers
   * @param stepsMax how many transactions may be followed back to for each part
   * @return whether that and the budget sufficed
   */
  boolean backward(Forced[] parts, long stepsMax) {
    boolean[] isDone = new boolean[parts.length];
    Work.run(
        parts.length,
        part -> {
          Walk walk = new Walk(parts[part], stepsMax);
          isDone[part] =
              walk.run(
                  Work.begin(order.length, part, parts.length),
                  Work.begin(order.length, part + 1, parts.length));
        });
    return WeakSearch.all(isDone);
  }

  /** Follows readers back. */
  private final class Walk {
    private final Forced forced;
    private final long stepsMax;

    /** By place: the reader that it was seen from last. */
    private final int[] seen = new int[order.length];

    private int[] open = new int[64];
    private int size;
    private long steps;

    Walk(Forced forced, long stepsMax) {
      this.forced = forced;
      this.stepsMax = stepsMax;
      Arrays.fill(seen, -1);
    }

    boolean run(int begin, int end) {
      for (int at = begin; at < end; at++) {
        if ((at & (ASK_BUDGET_EVERY - 1)) == 0 && budget.isSpent()) {
          return false;
        }
        int first = firstBetween(at);
        if (first < at && (!follow(at, first) || !tell(at))) {
          return false;
        }
      }
      return true;
    }

    /** The first writer between what a transaction read and itself, or its own place. */
    private int firstBetween(int at) {
      int first = at;
      int txn = order[at];
      for (int read = columns.readStart[txn]; read < columns.readStart[txn + 1]; read++) {
        int key = columns.readKey[read];
        int found = writers.firstAfter(key, placeOf(columns.readFrom[read]));
        first = found < writers.end(key) ? Math.min(first, writers.place(found)) : first;
      }
      return first;
    }

    /** Marks what is in the past of a transaction, back to a place; whether the budget sufficed. */
    private boolean follow(int at, int limit) {
      size = 0;
      push(at, at);
      while (size > 0) {
        int txn = order[open[--size]];
        if (keepsProcesses && placeOf(columns.previous[txn]) >= limit) {
          push(place[columns.previous[txn]], at);
        }
        for (int read = columns.readStart[txn]; read < columns.readStart[txn + 1]; read++) {
          int from = placeOf(columns.readFrom[read]);
          if (from >= limit) {
            push(from, at);
          }
        }
        if (++steps > stepsMax || ((steps & (ASK_BUDGET_EVERY - 1)) == 0 && budget.isSpent())) {
          return false;
        }
      }
      return true;
    }

    private void push(int found, int reader) {
      if (seen[found] == reader) {
        return;
      }
      seen[found] = reader;
      if (size == open.length) {
        open = Arrays.copyOf(open, 2 * size);
      }
      open[size++] = found;
    }

    private boolean tell(int at) {
      int txn = order[at];
      for (int read = columns.readStart[txn]; read < columns.readStart[txn + 1]; read++) {
        int key = columns.readKey[read];
        int from = columns.readFrom[read];
        for (int i = writers.firstAfter(key, placeOf(from));
            i < writers.end(key) && writers.place(i) < at;
            i++) {
          if (seen[writers.place(i)] == at) {
            forced.force(order[writers.place(i)], from, txn, read);
            if (from < 0) {
              break;
            }
          }
        }
      }
      return !budget.isSpent();
    }
  }

  /**
   * Tells what is forced between transactions of one window, for all windows.
   *
   * @param windows by place the number of a window, or -1
   * @param onlyNew whether to leave out what reads tell by themselves
   * @return whether the budget sufficed
   */
  boolean inside(int[] windows, Forced forced, boolean onlyNew) {
    int[] columnAt = new int[windows.length];
    int count = 0;
    for (int at = 0; at < windows.length; at++) {
      if (windows[at] >= 0) {
        columnAt[count++] = at;
      }
    }
    int[] until = lastReaders(windows);
    for (int first = 0; first < count; ) {
      Block block = new Block(columnAt[first], until, windows);
      first = block.take(columnAt, first, count);
      if (!block.run(forced, onlyNew)) {
        return false;
      }
    }
    return true;
  }

  /** By window: behind the last place that reads from one of it. */
  private int[] lastReaders(int[] windows) {
    int[] until = new int[windows.length + 1];
    for (int at = 0; at < order.length; at++) {
      int txn = order[at];
      for (int read = columns.readStart[txn]; read < columns.readStart[txn + 1]; read++) {
        int from = placeOf(columns.readFrom[read]);
        if (from >= 0 && windows[from] >= 0) {
          until[windows[from]] = at + 1;
        }
      }
    }
    return until;
  }

  /** Some writers that windows hold, and for all later transactions which of them they know. */
  private final class Block {
    private final int begin;
    private final int[] lastReaders;
    private final int[] windows;
    private int end;
    private int until;
    private int words;
    private long[] known = new long[0];

    Block(int begin, int[] lastReaders, int[] windows) {
      this.begin = begin;
      this.lastReaders = lastReaders;
      this.windows = windows;
      end = begin;
      until = begin;
    }

    /** Takes as many writers as there is room for, each with a bit; the next that is left. */
    int take(int[] columnAt, int first, int count) {
      int next = first;
      while (next < count) {
        int at = columnAt[next];
        int needed = Math.max(until, lastReaders[windows[at]]);
        int wide = ((at - begin) >> 6) + 1;
        if (next > first && (wide > WORDS_MAX || (long) wide * (needed - begin) > ROOM_MAX_LONGS)) {
          break;
        }
        until = Math.max(needed, at + 1);
        words = wide;
        end = at + 1;
        next++;
      }
      known = new long[Math.multiplyExact(words, until - begin)];
      return next;
    }

    boolean run(Forced forced, boolean onlyNew) {
      for (int at = begin; at < until; at++) {
        if ((at & (ASK_BUDGET_EVERY - 1)) == 0 && budget.isSpent()) {
          return false;
        }
        int txn = order[at];
        for (int read = columns.readStart[txn]; read < columns.readStart[txn + 1]; read++) {
          learn(at, placeOf(columns.readFrom[read]));
        }
        for (int read = columns.readStart[txn]; read < columns.readStart[txn + 1]; read++) {
          int from = placeOf(columns.readFrom[read]);
          if (from >= 0 && windows[from] >= 0) {
            tell(at, read, from, forced, onlyNew);
          }
        }
      }
      return true;
    }

    private void learn(int at, int from) {
      if (from < begin) {
        return;
      }
      int row = (at - begin) * words;
      int other = (from - begin) * words;
      for (int word = 0; word < words; word++) {
        known[row + word] |= known[other + word];
      }
      if (from < end) {
        known[row + ((from - begin) >> 6)] |= 1L << (from - begin);
      }
    }

    private boolean knows(int at, int writer) {
      return at >= begin
          && ((known[(at - begin) * words + ((writer - begin) >> 6)] >>> (writer - begin)) & 1)
              != 0;
    }

    private void tell(int at, int read, int from, Forced forced, boolean onlyNew) {
      int key = columns.readKey[read];
      int last = Math.min(end, at);
      for (int i = writers.firstAfter(key, begin - 1);
          i < writers.end(key) && writers.place(i) < last;
          i++) {
        int writer = writers.place(i);
        if (writer != from
            && windows[writer] == windows[from]
            && knows(at, writer)
            && !(onlyNew && knows(from, writer))) {
          forced.force(order[writer], order[from], order[at], read);
        }
      }
    }
  }
}
