package dev.assay.checkers.linearizability;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The search that decides every model: breadth first and depth first by turns, each time with more
 * configurations, because they are slow on different histories.
 */
final class Engine {
  /** What may be used; everything, monitors too, unless a test compares them. */
  enum Strategy {
    ALL,
    BREADTH_FIRST,
    DEPTH_FIRST
  }

  private static final long FIRST_TURN = 4_096;

  /** Of the memory: two for one search that doubles its tables, one for the other, one for both. */
  private static final int SHARES = 4;

  private final Strategy strategy;
  private final Limit limit;

  Engine(Strategy strategy, Limit limit) {
    this.strategy = strategy;
    this.limit = limit.share(SHARES);
  }

  /** Decides a problem from its initial state. */
  Answer decide(Problem problem) {
    Timeline timeline = new Timeline(problem);
    StepTable steps = StepTable.of(problem);
    int start = steps.stateId(problem.model().initial());
    Outcome outcome = search(timeline, steps, start);
    if (outcome.decided() == null) {
      return new Answer.Undecided(
          outcome.stopped(), timeline.returning[outcome.deepest()], outcome.widest());
    }
    if (outcome.decided().state() == Search.State.YES) {
      return new Answer.Yes(Witness.order(timeline, steps, start, outcome.decided().moves()));
    }
    boolean[] all = new boolean[problem.size()];
    Arrays.fill(all, true);
    return new Answer.No(all, failingReturn(timeline, outcome.decided()));
  }

  /**
   * The position of the first return that no order passes from any of the given states, or -1 when
   * there is none or it is not known.
   */
  int refute(Problem problem, List<Object> starts) {
    Timeline timeline = new Timeline(problem);
    StepTable steps = StepTable.of(problem);
    int[] ids = starts.stream().mapToInt(steps::stateId).toArray();
    Search decided = search(timeline, steps, ids).decided();
    return decided == null || decided.state() == Search.State.YES
        ? -1
        : failingReturn(timeline, decided);
  }

  /** Whether the problem is linearizable from a state; false also when that is not known. */
  boolean accepts(Problem problem, Object start) {
    Timeline timeline = new Timeline(problem);
    StepTable steps = StepTable.of(problem);
    Search decided = search(timeline, steps, steps.stateId(start)).decided();
    return decided != null && decided.state() == Search.State.YES;
  }

  private static int failingReturn(Timeline timeline, Search search) {
    return timeline.problem.ret()[timeline.returning[search.deepest()]];
  }

  /** How a search ended: decided, or why not and how far it came. */
  private record Outcome(@Nullable Search decided, String stopped, int deepest, int widest) {}

  private Outcome search(Timeline timeline, StepTable steps, int... starts) {
    Search layered = new LayeredSearch(new Expansion(timeline, steps), starts);
    @Nullable Search deep = null;
    @Nullable String layeredStopped = strategy == Strategy.DEPTH_FIRST ? "" : null;
    @Nullable String deepStopped = strategy == Strategy.BREADTH_FIRST ? "" : null;
    long turn = FIRST_TURN + 4L * timeline.problem.size();
    while (layeredStopped == null || deepStopped == null) {
      if (layeredStopped == null) {
        layeredStopped = layered.run(turn, limit);
        if (layered.state() != Search.State.RUNNING) {
          return new Outcome(layered, "", layered.deepest(), layered.widest());
        }
      }
      if (deepStopped == null) {
        if (deep == null) {
          deep = new DepthFirstSearch(new Expansion(timeline, steps), starts);
        }
        deepStopped = deep.run(2 * turn, limit);
        if (deep.state() != Search.State.RUNNING) {
          return new Outcome(deep, "", deep.deepest(), layered.widest());
        }
      }
      turn *= 2;
    }
    String why = strategy == Strategy.DEPTH_FIRST ? deepStopped : layeredStopped;
    int deepest = Math.max(layered.deepest(), deep == null ? 0 : deep.deepest());
    return new Outcome(null, why == null ? "" : why, deepest, layered.widest());
  }
}
