package dev.assay.checkers.linearizability;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A problem as the search walks through it: return by return.
 *
 * <p>At its return, and only then, an operation must have taken effect (just-in-time linearization,
 * Lowe 2017, §4). Each operation that returns owns a <em>slot</em> while it is open; slots are
 * recycled, so a set of open operations is a small bit mask. Operations that never return are known
 * by their <em>pending class</em> alone: equal ones are interchangeable, only how many were used
 * matters.
 */
final class Timeline {
  final Problem problem;

  /** The operation that returns at each step. */
  final int[] returning;

  /** Operations {@code openedFrom[k] .. openedFrom[k + 1] - 1} are invoked before return k. */
  final int[] openedFrom;

  /** The slot of an operation, or its pending class. */
  final int[] place;

  final int slots;

  /** The kind (class) of each pending class, and how many operations are of it. */
  final int[] pendingKind;

  final int[] pendingCount;

  private final byte[] traits;

  private static final byte OBSERVER = 1;
  private static final byte OVERWRITER = 2;

  Timeline(Problem problem) {
    this.problem = problem;
    int n = problem.size();
    returning = byReturn(problem);
    openedFrom = new int[returning.length + 1];
    place = new int[n];
    int next = 0;
    SlotPool pool = new SlotPool();
    int[] kinds = new int[8];
    int[] counts = new int[8];
    Map<Integer, Integer> pendingOfKind = new HashMap<>();
    for (int k = 0; k < returning.length; k++) {
      openedFrom[k] = next;
      int end = problem.ret()[returning[k]];
      for (; next < n && problem.inv()[next] < end; next++) {
        if (!problem.isPending(next)) {
          place[next] = pool.take();
          continue;
        }
        int p = pendingOfKind.computeIfAbsent(problem.classes()[next], c -> pendingOfKind.size());
        if (p == kinds.length) {
          kinds = Arrays.copyOf(kinds, 2 * p);
          counts = Arrays.copyOf(counts, 2 * p);
        }
        kinds[p] = problem.classes()[next];
        counts[p]++;
        place[next] = p;
      }
      pool.give(place[returning[k]]);
    }
    openedFrom[returning.length] = next;
    slots = pool.slots;
    pendingKind = Arrays.copyOf(kinds, pendingOfKind.size());
    pendingCount = Arrays.copyOf(counts, pendingOfKind.size());
    traits = traits(problem);
  }

  int returns() {
    return returning.length;
  }

  boolean isObserver(int op) {
    return traits[problem.classes()[op]] == OBSERVER;
  }

  boolean isOverwriter(int op) {
    return traits[problem.classes()[op]] == OVERWRITER;
  }

  boolean isPendingOverwriter(int pendingClass) {
    return traits[pendingKind[pendingClass]] == OVERWRITER;
  }

  private static int[] byReturn(Problem problem) {
    int n = problem.size();
    long[] order = new long[n];
    int count = 0;
    for (int op = 0; op < n; op++) {
      if (!problem.isPending(op)) {
        order[count++] = ((long) problem.ret()[op] << 32) | op;
      }
    }
    int[] result = new int[count];
    if (problem.positions() > 8 * n) {
      Arrays.sort(order, 0, count);
      for (int i = 0; i < count; i++) {
        result[i] = (int) order[i];
      }
      return result;
    }
    int[] at = new int[problem.positions()];
    for (int i = 0; i < count; i++) {
      at[(int) (order[i] >>> 32)] = (int) order[i] + 1;
    }
    int next = 0;
    for (int op : at) {
      if (op > 0) {
        result[next++] = op - 1;
      }
    }
    return result;
  }

  private static byte[] traits(Problem problem) {
    byte[] traits = new byte[problem.kinds().size()];
    boolean[] known = new boolean[traits.length];
    for (int c : problem.classes()) {
      if (!known[c]) {
        known[c] = true;
        Action action = problem.kinds().action(c);
        traits[c] =
            problem.model().isReadOnly(action)
                ? OBSERVER
                : problem.model().overwrites(action) ? OVERWRITER : 0;
      }
    }
    return traits;
  }

  /** Hands out the slot that was given back last, so that few are ever needed. */
  private static final class SlotPool {
    private int[] free = new int[16];
    private int count;
    private int slots;

    int take() {
      return count > 0 ? free[--count] : slots++;
    }

    void give(int slot) {
      if (count == free.length) {
        free = Arrays.copyOf(free, 2 * count);
      }
      free[count++] = slot;
    }
  }
}
