package dev.assay.checkers.linearizability;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Decides a counter that all adds change by the same positive amount; O(n log n).
 *
 * <p>Lazily: an add waits for its return, or until a read that returns needs a greater sum; then
 * those that return first go first, as any exchange shows. A read takes effect as soon as the sum
 * is its own. Where amounts differ the question is one of subset sums, which the search decides.
 */
final class CounterMonitor implements Monitor {
  @Override
  public String name() {
    return "lazy sum";
  }

  @Override
  public @Nullable Answer decide(Problem problem) {
    long amount = amount(problem);
    return amount < 1 ? null : new Run(problem, amount).decide();
  }

  /** What all adds add; 1 when there are none, 0 when they differ. */
  private static long amount(Problem problem) {
    long amount = 0;
    for (int op = 0; op < problem.size(); op++) {
      if (isAdd(problem, op)) {
        long own = problem.action(op).input() instanceof Long number ? number : 0;
        if (own < 1 || (amount != 0 && own != amount)) {
          return 0;
        }
        amount = own;
      }
    }
    return amount == 0 ? 1 : amount;
  }

  private static boolean isAdd(Problem problem, int op) {
    return problem.kinds().function(problem.classes()[op]).equals("add");
  }

  private static final class Run {
    private static final int NONE = -1;

    private final Problem problem;
    private final long amount;
    private final Placed placed;
    private final boolean[] isPlaced;
    private final PriorityQueue<Integer> adds;

    /** Open reads that wait for each sum: the last, and from each the one before. */
    private final Map<Long, Integer> waiting = new HashMap<>();

    private final int[] next;
    private long sum;

    Run(Problem problem, long amount) {
      this.problem = problem;
      this.amount = amount;
      placed = new Placed(problem);
      isPlaced = new boolean[problem.size()];
      adds = new PriorityQueue<>((a, b) -> Integer.compare(problem.ret()[a], problem.ret()[b]));
      next = new int[problem.size()];
      sum = (Long) problem.model().initial();
    }

    @Nullable Answer decide() {
      for (int event : Sweep.events(problem)) {
        boolean isFine = event >= 0 ? invoke(event) : giveBack(~event);
        if (!isFine) {
          int op = event >= 0 ? event : ~event;
          return Answer.No.until(problem, problem.ret()[op]);
        }
      }
      return Replay.confirmed(problem, placed.order());
    }

    private boolean invoke(int op) {
      if (isAdd(problem, op)) {
        adds.add(op);
        return true;
      }
      Long value = (Long) problem.action(op).result();
      if (value == null || value == sum) {
        place(op);
      } else if (value > sum) {
        Integer before = waiting.put(value, op);
        next[op] = before == null ? NONE : before;
      }
      return value == null || value >= sum;
    }

    /** An add that returns first of all is on top of the others. */
    private boolean giveBack(int op) {
      if (isAdd(problem, op)) {
        if (!isPlaced[op]) {
          add();
        }
        return true;
      }
      while (!isPlaced[op] && !adds.isEmpty()) {
        Long value = (Long) problem.action(op).result();
        if (value != null && value < sum) {
          return false;
        }
        add();
      }
      return isPlaced[op];
    }

    private void add() {
      place(adds.remove());
      sum += amount;
      Integer read = waiting.remove(sum);
      for (int op = read == null ? NONE : read; op != NONE; op = next[op]) {
        place(op);
      }
    }

    private void place(int op) {
      placed.place(op);
      isPlaced[op] = true;
    }
  }
}
