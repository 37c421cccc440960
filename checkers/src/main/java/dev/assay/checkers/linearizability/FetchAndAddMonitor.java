package dev.assay.checkers.linearizability;

import dev.assay.checkers.linearizability.models.FetchAndAddModel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decides a number whose every change tells what it was before; O(n log n).
 *
 * <p>The sums order all changes, and reads between them: {@link RankedOrder}. A change that nobody
 * was told of fills a gap; when all change it by the same amount, each missing sum takes the
 * pending operation invoked first, which leaves most room to the others. Where amounts differ, gaps
 * are left to the search.
 */
final class FetchAndAddMonitor implements Monitor {
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
    private final int[] pending;
    private int pendingCount;
    private int pendingUsed;

    /** The amount of all changes, or 0 when they differ. */
    private long amount;

    /** What the number was before each change and at each read; changes of one sum come last. */
    private final long[] before;

    /** What it was after. */
    private final long[] after;

    private final boolean[] isRead;
    private final Integer[] byBefore;

    Run(Problem problem) {
      this.problem = problem;
      int n = problem.size();
      pending = new int[n];
      before = new long[n];
      after = new long[n];
      isRead = new boolean[n];
      byBefore = new Integer[n];
    }

    @Nullable Answer decide() {
      int told = 0;
      boolean isFirst = true;
      for (int op = 0; op < problem.size(); op++) {
        Action action = problem.action(op);
        long own = FetchAndAddModel.amount(action);
        isRead[op] = action.f().equals("read");
        if (!isRead[op]) {
          amount = isFirst || own == amount ? own : 0;
          isFirst = false;
        }
        if (problem.isPending(op)) {
          pending[pendingCount++] = op;
        } else if (action.result() instanceof Long result) {
          before[op] = action.f().equals("add-and-get") ? result - own : result;
          after[op] = before[op] + own;
          byBefore[told++] = op;
        } else {
          return null;
        }
      }
      Arrays.sort(
          byBefore,
          0,
          told,
          (a, b) ->
              before[a] != before[b]
                  ? Long.compare(before[a], before[b])
                  : Boolean.compare(isRead[b], isRead[a]));
      Pair pair = clash(told);
      return pair == null ? rank(told) : no().with(pair);
    }

    /** Two that clash by what they told alone, whatever is missing between them. */
    private @Nullable Pair clash(int told) {
      RankedOrder order = new RankedOrder(problem);
      int rank = 0;
      for (int i = 0; i < told; i++) {
        int op = byBefore[i];
        if (i > 0 && after[byBefore[i - 1]] > before[op]) {
          return new Pair(byBefore[i - 1], op);
        }
        boolean isSameRead = i > 0 && isRead[op] && before[byBefore[i - 1]] == before[op];
        rank += isSameRead ? 0 : 1;
        order.put(op, rank);
      }
      return order.exists() ? null : order.clash();
    }

    private @Nullable Answer rank(int told) {
      RankedOrder order = new RankedOrder(problem);
      long sum = (Long) problem.model().initial();
      int rank = 0;
      for (int i = 0; i < told; i++) {
        int op = byBefore[i];
        for (; sum < before[op]; sum += amount) {
          if (pendingUsed == pendingCount) {
            return no();
          }
          if (amount == 0) {
            return null;
          }
          order.put(pending[pendingUsed++], ++rank);
        }
        if (sum > before[op]) {
          return no();
        }
        order.put(op, ++rank);
        if (isRead[op]) {
          // reads of one sum have one rank
          for (; i + 1 < told && isRead[byBefore[i + 1]] && before[byBefore[i + 1]] == sum; i++) {
            order.put(byBefore[i + 1], rank);
          }
        } else {
          sum += FetchAndAddModel.amount(problem.action(op));
        }
      }
      return order.exists() ? Replay.confirmed(problem, order.order()) : no();
    }

    /** The search finds out by which return; everything matters, since a sum has all in it. */
    private Answer.No no() {
      return Answer.No.until(problem, problem.positions() - 1);
    }
  }
}
