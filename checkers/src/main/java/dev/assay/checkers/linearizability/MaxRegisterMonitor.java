package dev.assay.checkers.linearizability;

import dev.assay.checkers.linearizability.models.MaxRegisterModel;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides a max-register, O(n log n), whatever values are written how often.
 *
 * <p>What is read never shrinks, so reads are ranked by value. A value that is read needs one of
 * its writes before the first read of it: the one invoked first leaves most room. All other writes
 * only have to come after the reads of less. The rest is {@link RankedOrder}; writes that never
 * returned and whose value nobody read need not have happened.
 */
final class MaxRegisterMonitor implements Monitor {
  private static final int NONE = -1;

  @Override
  public String name() {
    return "ranks";
  }

  @Override
  public @Nullable Answer decide(Problem problem) {
    return new Run(problem).decide();
  }

  private static final class Run {
    private final Problem problem;
    private final long initial;
    private final boolean[] isRead;
    private final long[] valueOf;

    /** Values that were read, ascending, each once. */
    private final long[] read;

    /** The write of each that was invoked first. */
    private final int[] writer;

    Run(Problem problem) {
      this.problem = problem;
      initial = (Long) problem.model().initial();
      int n = problem.size();
      isRead = new boolean[n];
      valueOf = new long[n];
      for (int op = 0; op < n; op++) {
        Action action = problem.action(op);
        isRead[op] = action.f().equals("read");
        valueOf[op] = MaxRegisterModel.value(action);
      }
      long[] values = new long[n];
      int count = 0;
      for (int op = 0; op < n; op++) {
        if (isRead[op]) {
          values[count++] = valueOf[op];
        }
      }
      read = Arrays.stream(values, 0, count).sorted().distinct().toArray();
      writer = new int[read.length];
      Arrays.fill(writer, NONE);
      for (int op = n - 1; op >= 0; op--) {
        int at = isRead[op] ? NONE : Arrays.binarySearch(read, valueOf[op]);
        if (at >= 0) {
          writer[at] = op;
        }
      }
    }

    @Nullable Answer decide() {
      RankedOrder order = new RankedOrder(problem);
      for (int op = 0; op < problem.size(); op++) {
        int at = Arrays.binarySearch(read, valueOf[op]);
        if (isRead[op]) {
          if (writer[at] == NONE && valueOf[op] != initial) {
            return Answer.No.among(problem, Set.of(valueOf[op]));
          }
          order.put(op, 2 * at + 1);
        } else if (at >= 0 && writer[at] == op) {
          order.put(op, 2 * at);
        } else if (!problem.isPending(op)) {
          int less = at >= 0 ? at : -at - 1;
          order.between(op, 2 * less - 1, RankedOrder.LAST);
        }
      }
      if (!order.exists()) {
        return Answer.No.among(problem, clash(order.earlier(), order.later())).with(order.clash());
      }
      return Replay.confirmed(problem, order.order());
    }

    private Set<Object> clash(int... ops) {
      Set<Object> values = new LinkedHashSet<>();
      for (int op : ops) {
        if (valueOf[op] != initial) {
          values.add(valueOf[op]);
        }
      }
      return values;
    }
  }
}
