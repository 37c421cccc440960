package dev.assay.checkers.linearizability;

import org.jspecify.annotations.Nullable;

/**
 * Puts the elements of a queue into the order in which they pass it: one whose enqueue was over
 * before another's began comes first, and so does one that was at the front before another. Both
 * are interval orders, so the elements that may come next are found by two horizons. O(n log n).
 */
final class QueueElements {
  private static final int NONE = -1;

  private final CollectionOps ops;
  private final int[] frontBegins;
  private final int[] frontEnds;
  private final int[] byBegin;
  private final int[] byEnd;
  private final int[] byFrontBegin;
  private final int[] byFrontEnd;
  private final boolean[] isEnqueued;
  private final boolean[] isAtFront;
  private final boolean[] isDone;
  private int end;
  private int begun;
  private int frontEnd;
  private int frontBegun;
  private final int[] ready;
  private int readyCount;

  QueueElements(CollectionOps ops, int[] all, int[] frontBegins, int[] frontEnds) {
    this.ops = ops;
    this.frontBegins = frontBegins;
    this.frontEnds = frontEnds;
    byBegin = Sorted.by(e -> ops.from[ops.insert[e]], all);
    byEnd = Sorted.by(ops::inFrom, all);
    byFrontBegin = Sorted.by(e -> frontBegins[e], all);
    byFrontEnd = Sorted.by(e -> frontEnds[e], all);
    isEnqueued = new boolean[ops.elements];
    isAtFront = new boolean[ops.elements];
    isDone = new boolean[ops.elements];
    ready = new int[all.length];
  }

  /** The elements in order; null when some come before each other. */
  int @Nullable [] sort() {
    int[] order = new int[byEnd.length];
    for (int placed = 0; placed < order.length; placed++) {
      advance();
      int next = next();
      if (next == NONE) {
        return null;
      }
      order[placed] = next;
      isDone[next] = true;
    }
    return order;
  }

  private void advance() {
    while (isDone[byEnd[end]]) {
      end++;
    }
    int horizon = ops.inFrom(byEnd[end]);
    for (; begun < byBegin.length && ops.from[ops.insert[byBegin[begun]]] < horizon; begun++) {
      isEnqueued[byBegin[begun]] = true;
      makeReady(byBegin[begun]);
    }
    while (isDone[byFrontEnd[frontEnd]]) {
      frontEnd++;
    }
    int frontHorizon = frontEnds[byFrontEnd[frontEnd]];
    for (;
        frontBegun < byFrontBegin.length && frontBegins[byFrontBegin[frontBegun]] < frontHorizon;
        frontBegun++) {
      isAtFront[byFrontBegin[frontBegun]] = true;
      makeReady(byFrontBegin[frontBegun]);
    }
  }

  private void makeReady(int e) {
    if (isEnqueued[e] && isAtFront[e] && !isDone[e]) {
      ready[readyCount++] = e;
    }
  }

  private int next() {
    while (readyCount > 0) {
      int e = ready[--readyCount];
      if (!isDone[e]) {
        return e;
      }
    }
    // an element that was certainly at the front for some time holds up itself alone
    int owner = byFrontEnd[frontEnd];
    return isEnqueued[owner] && frontBegins[owner] < secondFrontEnd() ? owner : NONE;
  }

  private int secondFrontEnd() {
    for (int i = frontEnd + 1; i < byFrontEnd.length; i++) {
      if (!isDone[byFrontEnd[i]]) {
        return frontEnds[byFrontEnd[i]];
      }
    }
    return Integer.MAX_VALUE;
  }
}
