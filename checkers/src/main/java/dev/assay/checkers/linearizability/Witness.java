package dev.assay.checkers.linearizability;

import java.util.Arrays;

/**
 * Turns the moves of a search into an order of all operations: puts the observers and the hidden
 * operations, which the search never moves, where they became free.
 */
final class Witness {
  private final Timeline timeline;
  private final StepTable steps;
  private final Problem problem;
  private final int[] order;
  private int placed;
  private final boolean[] isPlaced;
  private final boolean[] isMoved;
  private final int[][] pendingOps;
  private final int[] open;
  private int openCount;
  private int state;

  private Witness(Timeline timeline, StepTable steps, int start) {
    this.timeline = timeline;
    this.steps = steps;
    problem = timeline.problem;
    order = new int[problem.size()];
    isPlaced = new boolean[problem.size()];
    isMoved = new boolean[problem.size()];
    open = new int[timeline.slots];
    pendingOps = new int[timeline.pendingKind.length][];
    state = start;
  }

  /** The order that the moves stand for. O(operations × open operations). */
  static int[] order(Timeline timeline, StepTable steps, int start, MoveLog.Moves path) {
    Witness witness = new Witness(timeline, steps, start);
    int[] moves = witness.resolve(path);
    int next = 0;
    for (int k = 0; k < timeline.returns(); k++) {
      witness.open(k);
      witness.placeIdle();
      for (; next < moves.length && path.at()[next] == k; next++) {
        witness.move(moves[next]);
      }
      witness.close(k);
    }
    return Arrays.copyOf(witness.order, witness.placed);
  }

  /** Names the pending operations used: of each class those invoked first. */
  private int[] resolve(MoveLog.Moves path) {
    int[] used = new int[pendingOps.length];
    for (int p = 0; p < pendingOps.length; p++) {
      pendingOps[p] = new int[timeline.pendingCount[p]];
    }
    for (int op = 0; op < timeline.openedFrom[timeline.returns()]; op++) {
      if (problem.isPending(op)) {
        pendingOps[timeline.place[op]][used[timeline.place[op]]++] = op;
      }
    }
    Arrays.fill(used, 0);
    int[] moves = new int[path.moves().length];
    for (int i = 0; i < moves.length; i++) {
      int move = path.moves()[i];
      moves[i] = move >= 0 ? move : pendingOps[~move][used[~move]++];
      isMoved[moves[i]] = true;
    }
    return moves;
  }

  private void open(int k) {
    for (int op = timeline.openedFrom[k]; op < timeline.openedFrom[k + 1]; op++) {
      if (!problem.isPending(op)) {
        open[openCount++] = op;
      }
    }
  }

  private void close(int k) {
    int op = timeline.returning[k];
    if (!isPlaced[op]) {
      throw new IllegalStateException("the search let an operation return that has no place");
    }
    for (int i = 0; i < openCount; i++) {
      if (open[i] == op) {
        open[i] = open[--openCount];
        return;
      }
    }
  }

  private void move(int op) {
    if (timeline.isOverwriter(op)) {
      for (int i = 0; i < openCount; i++) {
        if (timeline.isOverwriter(open[i])) {
          placeUnmoved(open[i]);
        }
      }
    }
    state = steps.step(state, problem.classes()[op]);
    if (state == StepTable.ILLEGAL) {
      throw new IllegalStateException("the search made an illegal move");
    }
    place(op);
    placeIdle();
  }

  private void placeIdle() {
    for (int i = 0; i < openCount; i++) {
      if (!isPlaced[open[i]] && steps.step(state, problem.classes()[open[i]]) == state) {
        placeUnmoved(open[i]);
      }
    }
  }

  private void placeUnmoved(int op) {
    if (!isPlaced[op] && !isMoved[op]) {
      place(op);
    }
  }

  private void place(int op) {
    isPlaced[op] = true;
    order[placed++] = op;
  }
}
