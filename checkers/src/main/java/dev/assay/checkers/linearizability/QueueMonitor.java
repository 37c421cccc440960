package dev.assay.checkers.linearizability;

import dev.assay.checkers.linearizability.models.CollectionModel;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Decides a queue in which no element is enqueued twice, O(n log n).
 *
 * <p>Henzinger, Sezgin and Vafeiadis, "Aspect-oriented linearizability proofs" (CONCUR 2013): an
 * element comes before another when its enqueue was over before the other's began, and when it was
 * at the front before the other was. The history is linearizable when no two elements come before
 * each other and what found nothing had a slot in which nothing was certainly inside.
 */
final class QueueMonitor implements Monitor {
  private static final int NONE = CollectionOps.NONE;

  private final CollectionModel model;

  QueueMonitor(CollectionModel model) {
    this.model = model;
  }

  @Override
  public String name() {
    return "order of elements";
  }

  @Override
  public @Nullable Answer decide(Problem problem) {
    CollectionOps ops = CollectionOps.of(problem, model);
    if (ops == null) {
      return null;
    }
    if (ops.culprit() != NONE) {
      return Answer.No.among(problem, ops.names(ops.culprit()));
    }
    Run run = new Run(ops);
    if (ops.unknownRemovals == 0 || ops.empties.length > 0 || ops.hasLooks()) {
      return run.decide();
    }
    Problem told = UnknownDequeues.told(ops, run.all, run.frontEnds);
    if (told == null) {
      return Answer.No.until(problem, problem.positions() - 1);
    }
    CollectionOps known = CollectionOps.of(told, model);
    return known == null || known.culprit() != NONE ? null : new Run(known).decide();
  }

  /** One history. */
  private static final class Run {
    private final CollectionOps ops;

    /** Elements that were enqueued, and how many. */
    private final int[] all;

    /** When each element was at the front: slots that an operation on it there must reach. */
    private final int[] frontEnds;

    private final int[] frontBegins;

    Run(CollectionOps ops) {
      this.ops = ops;
      int n = ops.elements;
      int[] included = new int[n];
      int count = 0;
      frontEnds = new int[n];
      frontBegins = new int[n];
      for (int e = 0; e < n; e++) {
        if (ops.isIncluded(e)) {
          included[count++] = e;
          findFront(e);
        }
      }
      all = Arrays.copyOf(included, count);
    }

    /** An element that was never at the front is there after all others. */
    private void findFront(int e) {
      int out = ops.remove[e];
      frontEnds[e] = out == NONE ? ops.end + 1 : ops.to[out];
      frontBegins[e] = out == NONE ? ops.end : ops.from[out];
      for (int look = ops.firstLook[e]; look != NONE; look = ops.nextLook[look]) {
        frontEnds[e] = Math.min(frontEnds[e], ops.to[look]);
        frontBegins[e] = Math.max(frontBegins[e], ops.from[look]);
      }
    }

    @Nullable Answer decide() {
      int[] clash = enqueuedOtherwise();
      clash = clash == null ? bothAtTheFront() : clash;
      if (clash != null) {
        return no(clash);
      }
      FreeSlots free = new FreeSlots(ops.end);
      for (int e : all) {
        if (ops.isCertainlyInside(e)) {
          free.take(ops.inFrom(e), ops.inTo(e));
        }
      }
      for (int empty : ops.empties) {
        if (free.firstFrom(ops.from[empty]) >= ops.to[empty]) {
          return no(Cover.of(ops, all, ops.from[empty], ops.to[empty]));
        }
      }
      int[] elements = new QueueElements(ops, all, frontBegins, frontEnds).sort();
      int[] order = elements == null ? null : new QueueWitness(ops, elements).order();
      return order != null && CollectionReplay.isQueue(ops, order) ? new Answer.Yes(order) : null;
    }

    /** Two elements of which the one enqueued later was at the front earlier; null for none. */
    private int @Nullable [] enqueuedOtherwise() {
      int[] byBegin = sorted(e -> ops.from[ops.insert[e]]);
      int[] byEnd = sorted(e -> ops.inFrom(e));
      int last = NONE;
      int next = 0;
      for (int later : byBegin) {
        for (; next < byEnd.length && ops.inFrom(byEnd[next]) <= ops.from[ops.insert[later]]; ) {
          int earlier = byEnd[next++];
          last = last == NONE || frontBegins[earlier] > frontBegins[last] ? earlier : last;
        }
        if (last != NONE && frontEnds[later] <= frontBegins[last]) {
          return new int[] {last, later};
        }
      }
      return null;
    }

    /** Two elements that were each at the front before the other; null for none. */
    private int @Nullable [] bothAtTheFront() {
      int[] byEnd = sorted(e -> frontEnds[e]);
      int owner = NONE;
      for (int e : byEnd) {
        if (!owns(e)) {
          continue;
        }
        if (owner != NONE && frontEnds[e] <= frontBegins[owner]) {
          return new int[] {owner, e};
        }
        owner = e;
      }
      int[] byBegin = sorted(e -> frontBegins[e]);
      int next = 0;
      owner = NONE;
      for (int e : byBegin) {
        for (; next < byEnd.length && frontEnds[byEnd[next]] <= frontBegins[e]; next++) {
          owner = owns(byEnd[next]) ? byEnd[next] : owner;
        }
        if (owner != NONE && owner != e && frontEnds[e] <= frontBegins[owner]) {
          return new int[] {owner, e};
        }
      }
      return null;
    }

    /** Whether the element was certainly at the front for some time. */
    private boolean owns(int e) {
      return frontEnds[e] <= frontBegins[e];
    }

    private @Nullable Answer no(int[] elements) {
      return ops.isCertainOf(elements) ? Answer.No.among(ops.problem, ops.names(elements)) : null;
    }

    private int[] sorted(IntUnaryOperator column) {
      return Sorted.by(column, all);
    }
  }
}
