package dev.assay.checkers.linearizability;

import dev.assay.checkers.Budget;
import dev.assay.checkers.Ints;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for one order of the operations on all objects that explains them and keeps the order of
 * each process, whatever the time (sequential consistency; Lamport, "How to make a multiprocessor
 * computer that correctly executes multiprocess programs", 1979).
 *
 * <p>Depth first, what was invoked first before the rest. What only looks is taken as soon as it is
 * legal: an order in which it came later stays one when it comes there. Configurations, which are
 * the places of all processes and the states of all objects, are remembered by a hash of 64 bits:
 * two with the same hash may hide an order, never make one up.
 *
 * <p>To decide is NP-complete even for registers (Gibbons and Korach 1997), and the answer is asked
 * for only when a history is not linearizable: so this looks for a while, and says nothing else.
 */
public final class SequentialSearch {
  private static final int NONE = -1;
  private static final int STEPS_BETWEEN_LOOKS_AT_THE_CLOCK = 1 << 12;
  private static final int BYTES_A_CONFIGURATION = 24;

  private final StepTable[] tables;
  private final Limit limit;

  /** The operations by invocation: the event, the object, and the class there. */
  private final int[] event;

  private final int[] object;
  private final int[] kind;
  private final boolean[] isOpen;
  private final boolean[] isReadOnly;

  /** The next operation of each process, and from each operation the next of its process. */
  private final int[] next;

  private final int[] following;
  private final int[] processOf;
  private final int[] state;
  private int certainLeft;

  /** What was done, newest last: the operation, and the state that it found; NONE if left out. */
  private final int[] moved;

  private final int[] found;
  private int moves;

  private SequentialSearch(Problem[] problems, History history, Limit limit) {
    this.limit = limit;
    tables = new StepTable[problems.length];
    state = new int[problems.length];
    int n = 0;
    for (int o = 0; o < problems.length; o++) {
      tables[o] = StepTable.of(problems[o]);
      state[o] = tables[o].stateId(problems[o].model().initial());
      n += problems[o].size();
    }
    long[] byEvent = new long[n];
    int[] kindAt = new int[history.size()];
    int count = 0;
    for (int o = 0; o < problems.length; o++) {
      for (int op = 0; op < problems[o].size(); op++) {
        int at = problems[o].invocations()[op];
        kindAt[at] =
            problems[o].isPending(op) ? ~problems[o].classes()[op] : problems[o].classes()[op];
        byEvent[count++] = ((long) at << 32) | o;
      }
    }
    Arrays.sort(byEvent);
    event = new int[n];
    object = new int[n];
    kind = new int[n];
    isOpen = new boolean[n];
    isReadOnly = new boolean[n];
    processOf = new int[n];
    following = new int[n];
    Arrays.fill(following, NONE);
    Map<Integer, Integer> processes = new LinkedHashMap<>();
    List<Integer> first = new ArrayList<>();
    int[] last = new int[n];
    for (int i = 0; i < n; i++) {
      event[i] = (int) (byEvent[i] >>> 32);
      object[i] = (int) byEvent[i];
      isOpen[i] = kindAt[event[i]] < 0;
      kind[i] = isOpen[i] ? ~kindAt[event[i]] : kindAt[event[i]];
      certainLeft += isOpen[i] ? 0 : 1;
      Problem problem = problems[object[i]];
      isReadOnly[i] = problem.model().isReadOnly(problem.kinds().action(kind[i]));
      Integer known = processes.putIfAbsent(history.process(event[i]), first.size());
      if (known == null) {
        processOf[i] = first.size();
        first.add(i);
      } else {
        processOf[i] = known;
        following[last[known]] = i;
      }
      last[processOf[i]] = i;
    }
    next = first.stream().mapToInt(op -> op).toArray();
    moved = new int[n];
    found = new int[n];
  }

  /**
   * The invocations of all objects in such an order; null when none was found, because there is
   * none, or not in time, or an operation is none of the model.
   */
  public static @Nullable List<Integer> order(History history, Model model, Budget budget) {
    ObjectSplit split = ObjectSplit.of(history);
    Problem[] problems = new Problem[split.objects()];
    try {
      for (int o = 0; o < problems.length; o++) {
        problems[o] = Problem.of(history, split, o, model);
      }
    } catch (ComplaintException complaint) {
      return null;
    }
    return new SequentialSearch(problems, history, new Limit(budget, new Limit.Stop())).search();
  }

  private @Nullable List<Integer> search() {
    Seen seen = new Seen();
    int[] framesFrom = new int[moved.length + 1];
    int[] lastTried = new int[moved.length + 1];
    int frames = 0;
    for (long steps = 1; ; steps++) {
      takeLooks();
      if (certainLeft == 0) {
        return found();
      }
      if (steps % STEPS_BETWEEN_LOOKS_AT_THE_CLOCK == 0
          && limit.reached((long) BYTES_A_CONFIGURATION * seen.size) != null) {
        return null;
      }
      if (seen.add(configuration())) {
        framesFrom[frames] = moves;
        lastTried[frames++] = NONE;
      }
      boolean isMoved = false;
      while (!isMoved) {
        if (frames == 0) {
          return null;
        }
        undo(framesFrom[frames - 1]);
        int choice = nextChoice(lastTried[frames - 1]);
        if (choice == NONE) {
          frames--;
        } else {
          lastTried[frames - 1] = choice;
          isMoved = tryChoice(choice);
        }
      }
    }
  }

  /**
   * Choices are numbered: certain operations as they are, then open ones that take effect, then
   * open ones that never do.
   */
  private int nextChoice(int after) {
    int n = event.length;
    int best = NONE;
    for (int op : next) {
      if (op == NONE) {
        continue;
      }
      int first = isOpen[op] ? n + op : op;
      int choice = first > after ? first : isOpen[op] && n + first > after ? n + first : NONE;
      if (choice != NONE && (best == NONE || choice < best)) {
        best = choice;
      }
    }
    return best;
  }

  private boolean tryChoice(int choice) {
    int op = choice % event.length;
    if (choice >= 2 * event.length) {
      move(op, NONE);
      return true;
    }
    int before = state[object[op]];
    int after = tables[object[op]].step(before, kind[op]);
    if (after == StepTable.ILLEGAL) {
      return false;
    }
    move(op, before);
    state[object[op]] = after;
    return true;
  }

  private void takeLooks() {
    boolean isChanged = true;
    while (isChanged) {
      isChanged = false;
      for (int p = 0; p < next.length; p++) {
        while (next[p] != NONE && mayLook(next[p])) {
          move(next[p], state[object[next[p]]]);
          isChanged = true;
        }
      }
    }
  }

  private boolean mayLook(int op) {
    int now = state[object[op]];
    return isReadOnly[op] && tables[object[op]].step(now, kind[op]) == now;
  }

  private void move(int op, int before) {
    moved[moves] = op;
    found[moves++] = before;
    next[processOf[op]] = following[op];
    certainLeft -= isOpen[op] ? 0 : 1;
  }

  private void undo(int from) {
    while (moves > from) {
      int op = moved[--moves];
      next[processOf[op]] = op;
      certainLeft += isOpen[op] ? 0 : 1;
      if (found[moves] != NONE) {
        state[object[op]] = found[moves];
      }
    }
  }

  private long configuration() {
    long hash = 0;
    for (int op : next) {
      hash = (hash + op + 2) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    for (int s : state) {
      hash = (hash + s) * 0xBF58476D1CE4E5B9L;
      hash ^= hash >>> 32;
    }
    return hash;
  }

  private List<Integer> found() {
    int[] order = new int[moves];
    int count = 0;
    for (int i = 0; i < moves; i++) {
      if (found[i] != NONE) {
        order[count++] = event[moved[i]];
      }
    }
    return Ints.of(order, count);
  }

  /** A set of hashes. */
  private static final class Seen {
    private long[] table = new long[1 << 10];
    private int size;

    /** Whether it is new. */
    boolean add(long hash) {
      long value = hash == 0 ? 1 : hash;
      if (2 * (size + 1) > table.length) {
        grow();
      }
      if (!put(table, value)) {
        return false;
      }
      size++;
      return true;
    }

    private static boolean put(long[] into, long value) {
      int at = (int) (value >>> 20) & (into.length - 1);
      while (into[at] != 0) {
        if (into[at] == value) {
          return false;
        }
        at = (at + 1) & (into.length - 1);
      }
      into[at] = value;
      return true;
    }

    private void grow() {
      long[] longer = new long[2 * table.length];
      for (long value : table) {
        if (value != 0) {
          put(longer, value);
        }
      }
      table = longer;
    }
  }
}
