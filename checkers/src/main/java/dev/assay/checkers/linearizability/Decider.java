package dev.assay.checkers.linearizability;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides one problem: by the monitor of its type where its precondition holds, element by element
 * where elements have nothing to do with each other, else by search.
 */
final class Decider {
  private final Engine engine;
  private final @Nullable Monitor monitor;
  private boolean hasSearched;

  Decider(Model model, Engine.Strategy strategy, Limit limit) {
    engine = new Engine(strategy, limit);
    monitor = strategy == Engine.Strategy.ALL ? Monitor.of(model) : null;
  }

  /** Whether anything was left to the search. */
  boolean hasSearched() {
    return hasSearched;
  }

  Answer decide(Problem problem) {
    Answer quick = monitor == null ? null : monitor.decide(problem);
    if (quick instanceof Answer.Yes) {
      return quick;
    }
    if (quick instanceof Answer.No no) {
      Answer confirmed = confirm(problem, no);
      if (confirmed != null) {
        return confirmed;
      }
    }
    if (problem.model().isLocal()) {
      Parts parts = Parts.of(problem);
      if (parts.count() > 1) {
        return decide(problem, parts);
      }
    }
    hasSearched = true;
    return engine.decide(problem);
  }

  /** Each part by itself: the history is linearizable when all are (Herlihy and Wing, §3.3). */
  private Answer decide(Problem problem, Parts parts) {
    int[][] orders = new int[parts.count()][];
    Answer.@Nullable Undecided open = null;
    for (int part = 0; part < parts.count(); part++) {
      switch (decide(parts.problem(part))) {
        case Answer.Yes yes -> orders[part] = yes.order();
        case Answer.No no -> {
          return no.inWhole(problem, parts, part);
        }
        case Answer.Undecided undecided ->
            open = open == null ? undecided.inWhole(parts, part) : open;
      }
    }
    return open == null ? new Answer.Yes(parts.merge(orders)) : open;
  }

  /**
   * The answer of a monitor as two operations show it, or else as the search sees it; null when
   * that finds an order after all.
   */
  private @Nullable Answer confirm(Problem problem, Answer.No no) {
    if (no.pair() != null && no.pair().clashes(problem)) {
      return no;
    }
    Problem part =
        no.elements() == null
            ? problem.window(no.suspects(), no.last())
            : problem.restrict(no.elements());
    int last = engine.refute(part, List.of(problem.model().initial()));
    return last < 0 ? null : new Answer.No(no.suspects(), last, no.elements(), null);
  }
}
