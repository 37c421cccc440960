package dev.assay.checkers.linearizability;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Depth first, in the family of Wing and Gong (1993) and Lowe (2017): follows one order as far as
 * it goes, remembers what failed, and never tries what something that failed dominates. Finds
 * orders of long histories in which many operations have unknown outcomes, where layers grow wide.
 */
final class DepthFirstSearch implements Search {
  private static final int CHECK_EVERY = 256;

  /** Moves that are none of an operation. */
  private static final int PASS = Integer.MIN_VALUE;

  private static final int ROOT = Integer.MIN_VALUE + 1;

  /** What is to be tried next from a configuration; pending class p at {@code PENDING + p}. */
  private static final int NEW = 0;

  private static final int OPEN = 1;
  private static final int PENDING = 2;

  private final Expansion expansion;
  private final Shape shape;
  private final Timeline timeline;
  private final Antichain visited;
  private final int[] starts;
  private final long[] scratch;
  private int nextStart;

  /** The path: configurations, the move that made each, and what is still to be tried. */
  private int depth;

  private long[] configurations;
  private int[] moves;
  private int[] ats;
  private long[] untried;
  private int[] stage;

  private State state = State.RUNNING;
  private int deepest;
  private long made;

  DepthFirstSearch(Expansion expansion, int... starts) {
    this.expansion = expansion;
    this.starts = starts;
    shape = expansion.shape;
    timeline = expansion.timeline;
    visited = new Antichain(shape);
    scratch = new long[shape.stride];
    configurations = new long[64 * shape.stride];
    moves = new int[64];
    ats = new int[64];
    untried = new long[64 * shape.maskWords];
    stage = new int[64];
    if (timeline.returns() == 0) {
      state = State.YES;
    } else {
      expansion.moment.advance();
    }
  }

  @Override
  public @Nullable String run(long configurationsMax, Limit limit) {
    long until = made + configurationsMax;
    for (long i = 1; state == State.RUNNING && made < until; i++) {
      if (i % CHECK_EVERY == 0) {
        String reached = limit.reached(bytes());
        if (reached != null) {
          return reached;
        }
      }
      if (depth > 0) {
        step();
      } else if (nextStart < starts.length) {
        Arrays.fill(scratch, 0);
        shape.setHead(scratch, 0, starts[nextStart++], 0);
        expansion.settle(scratch, 0);
        tryMove(ROOT);
      } else {
        state = State.NO;
      }
    }
    return null;
  }

  /** Tries the next move from the end of the path, or takes its last move back. */
  private void step() {
    int top = depth - 1;
    int at = top * shape.stride;
    if (stage[top] == NEW) {
      prepare(top, at);
      if (expansion.canReturn(configurations, at)) {
        pass(at);
        return;
      }
    }
    if (stage[top] == OPEN) {
      int slot = nextUntried(top);
      if (slot >= 0) {
        if (expansion.apply(configurations, at, slot, scratch, 0)) {
          tryMove(expansion.moment.opOfSlot(slot));
        }
        return;
      }
      stage[top] = PENDING;
    }
    int p = stage[top] - PENDING;
    if (p >= timeline.pendingKind.length) {
      pop(top);
      return;
    }
    stage[top]++;
    if (expansion.applyPending(configurations, at, p, scratch, 0)) {
      tryMove(~p);
    }
  }

  private void prepare(int top, int at) {
    if (!expansion.isWorthExpanding(configurations, at)) {
      stage[top] = PENDING + timeline.pendingKind.length;
      return;
    }
    stage[top] = OPEN;
    for (int w = 0; w < shape.maskWords; w++) {
      untried[top * shape.maskWords + w] = expansion.candidates(configurations, at, w);
    }
  }

  /** The returning operation itself first: often nothing else is needed. */
  private int nextUntried(int top) {
    int first = expansion.moment.returningSlot();
    int base = top * shape.maskWords;
    if ((untried[base + (first >>> 6)] >>> first & 1) != 0) {
      untried[base + (first >>> 6)] &= ~(1L << first);
      return first;
    }
    for (int w = 0; w < shape.maskWords; w++) {
      long rest = untried[base + w];
      if (rest != 0) {
        untried[base + w] = rest & (rest - 1);
        return (w << 6) + Long.numberOfTrailingZeros(rest);
      }
    }
    return -1;
  }

  private void pass(int at) {
    int k = expansion.moment.number();
    if (k + 1 == timeline.returns()) {
      state = State.YES;
      return;
    }
    deepest = Math.max(deepest, k + 1);
    System.arraycopy(configurations, at, scratch, 0, shape.stride);
    shape.clear(scratch, 0, expansion.moment.returningSlot());
    shape.setHead(scratch, 0, shape.state(scratch, 0), k + 1);
    expansion.moment.advance();
    expansion.settle(scratch, 0);
    if (!tryMove(PASS)) {
      expansion.moment.retreat();
    }
  }

  private boolean tryMove(int move) {
    made++;
    if (visited.offer(scratch, 0, expansion.moment.generals()) < 0) {
      return false;
    }
    if (depth == moves.length) {
      grow();
    }
    System.arraycopy(scratch, 0, configurations, depth * shape.stride, shape.stride);
    moves[depth] = move;
    ats[depth] = expansion.moment.number();
    stage[depth] = NEW;
    depth++;
    return true;
  }

  private void pop(int top) {
    if (moves[top] == PASS) {
      expansion.moment.retreat();
    }
    depth = top;
  }

  private void grow() {
    int length = 2 * depth;
    configurations = Arrays.copyOf(configurations, length * shape.stride);
    moves = Arrays.copyOf(moves, length);
    ats = Arrays.copyOf(ats, length);
    untried = Arrays.copyOf(untried, length * shape.maskWords);
    stage = Arrays.copyOf(stage, length);
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public MoveLog.Moves moves() {
    int[] path = new int[depth];
    int[] when = new int[depth];
    int length = 0;
    for (int i = 0; i < depth; i++) {
      if (moves[i] != PASS && moves[i] != ROOT) {
        path[length] = moves[i];
        when[length++] = ats[i];
      }
    }
    return new MoveLog.Moves(Arrays.copyOf(path, length), Arrays.copyOf(when, length));
  }

  @Override
  public int deepest() {
    return deepest;
  }

  @Override
  public int widest() {
    return 0;
  }

  @Override
  public long bytes() {
    return visited.bytes()
        + 8L * configurations.length
        + 8L * untried.length
        + 12L * moves.length
        + expansion.steps.bytes();
  }
}
