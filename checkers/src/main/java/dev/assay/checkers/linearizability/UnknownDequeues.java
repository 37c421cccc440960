package dev.assay.checkers.linearizability;

import dev.assay.histories.EventType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tells dequeues of unknown outcome what they took, if they took anything: O(n log n).
 *
 * <p>An element that nobody is known to have taken must be gone before one is taken that was
 * certainly enqueued after it. Until then some dequeue of unknown outcome has to be invoked; which
 * one is all the same, so they are given out by earliest invocation, to elements by earliest need:
 *
 * <pre>
 * enqueue 1 |--|                               1 must be gone before 2 is taken:
 * enqueue 2      |--|                          the first dequeue took it
 * dequeue             |----------- …
 * dequeue → 2               |--|
 * </pre>
 *
 * <p>That holds where nobody looked at the front and nobody found the queue empty.
 */
final class UnknownDequeues {
  private static final int NONE = CollectionOps.NONE;

  private final CollectionOps ops;

  private UnknownDequeues(CollectionOps ops) {
    this.ops = ops;
  }

  /**
   * The same problem with dequeues that took something, as if they had been told; null when there
   * are too few of them.
   *
   * @param frontEnds the slot before which each element was at the front
   */
  static @Nullable Problem told(CollectionOps ops, int[] all, int[] frontEnds) {
    return new UnknownDequeues(ops).match(all, frontEnds);
  }

  private @Nullable Problem match(int[] all, int[] frontEnds) {
    int[] deadlines = deadlines(all, frontEnds);
    int[] needing =
        Arrays.stream(all).filter(e -> ops.remove[e] == NONE && deadlines[e] < ops.end).toArray();
    Problem problem = ops.problem;
    int[] classes = problem.classes().clone();
    int next = 0;
    for (int e : Sorted.by(x -> deadlines[x], needing)) {
      while (next < classes.length && !isUnknownDequeue(next)) {
        next++;
      }
      if (next == classes.length || problem.inv()[next] >= deadlines[e]) {
        return null;
      }
      Action asked = problem.action(next);
      Action told = new Action(asked.f(), asked.argument(), ops.name(e), EventType.OK);
      classes[next++] = problem.kinds().classOf(told);
    }
    return new Problem(
        problem.model(),
        problem.kinds(),
        problem.invocations(),
        problem.inv(),
        problem.ret(),
        classes,
        problem.positions());
  }

  /** The slot before which each element must be gone; the end when it may stay. */
  private int[] deadlines(int[] all, int[] frontEnds) {
    int[] later = Sorted.by(e -> ops.from[ops.insert[e]], all);
    int[] earlier = Sorted.by(ops::inFrom, all);
    int[] deadlines = new int[ops.elements];
    int deadline = ops.end;
    int next = later.length - 1;
    for (int i = earlier.length - 1; i >= 0; i--) {
      int e = earlier[i];
      for (; next >= 0 && ops.from[ops.insert[later[next]]] >= ops.inFrom(e); next--) {
        boolean isTaken = ops.remove[later[next]] != NONE;
        deadline = isTaken ? Math.min(deadline, frontEnds[later[next]]) : deadline;
      }
      deadlines[e] = deadline;
    }
    return deadlines;
  }

  private boolean isUnknownDequeue(int op) {
    return ops.problem.isPending(op) && ops.isUnknownRemoval(op);
  }
}
