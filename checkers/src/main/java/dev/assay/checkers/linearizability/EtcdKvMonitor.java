package dev.assay.checkers.linearizability;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decides an etcd store, whose answers tell its revision: O(n log n) steps of the model when
 * whatever made a revision was seen.
 *
 * <p>Revisions order the changes, and an answer at a revision comes after the change that made it:
 * {@link RankedOrder}. A revision of which nobody was told that he made it was made by a
 * transaction of unknown outcome, one that was invoked before any operation returned that came
 * after it. {@link RevisionWalk} looks for one that fits: what was shown of a revision mostly
 * leaves one candidate.
 */
final class EtcdKvMonitor implements Monitor {
  @Override
  public String name() {
    return "revisions";
  }

  @Override
  public @Nullable Answer decide(Problem problem) {
    Outcome whole = order(problem);
    if (whole.order() != null) {
      return new Answer.Yes(whole.order());
    }
    return whole.isKnown() ? Answer.No.until(problem, shortest(problem)) : null;
  }

  /** An order, or none; then it is known whether there is none. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Outcome(int @Nullable [] order, boolean isKnown) {}

  private static Outcome order(Problem problem) {
    RevisionWalk walk = new RevisionWalk(problem);
    if (!walk.isPossible() || !rank(problem, walk).exists()) {
      return new Outcome(null, true);
    }
    if (!walk.walk()) {
      return new Outcome(null, walk.isExhausted());
    }
    RankedOrder order = rank(problem, walk);
    Answer answer = order.exists() ? Replay.confirmed(problem, order.order()) : null;
    return new Outcome(answer instanceof Answer.Yes yes ? yes.order() : null, false);
  }

  private static RankedOrder rank(Problem problem, RevisionWalk walk) {
    long[] revisions = walk.revisions();
    RankedOrder order = new RankedOrder(problem);
    for (int op = 0; op < problem.size(); op++) {
      if (revisions[op] > 0) {
        order.put(op, 2 * (int) revisions[op] + (walk.isChange(op, revisions[op]) ? 0 : 1));
      }
    }
    return order;
  }

  /** The first return by which there is no order. */
  private static int shortest(Problem problem) {
    int[] ends = Arrays.stream(problem.ret()).filter(r -> r != Problem.PENDING).sorted().toArray();
    boolean[] all = new boolean[problem.size()];
    Arrays.fill(all, true);
    int low = 0;
    int high = ends.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      Outcome outcome = order(problem.window(all, ends[middle]));
      if (outcome.order() == null && outcome.isKnown()) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return ends[high];
  }
}
