package dev.assay.checkers.linearizability;

import dev.assay.checkers.Budget;
import dev.assay.histories.History;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges one object after the other; one for each thread. */
final class ObjectJudge {
  private static final long REDUCTION_NANOS_MAX = 5_000_000_000L;

  private final History history;
  private final ObjectSplit split;
  private final Model model;
  private final Engine.Strategy strategy;
  private final Budget budget;
  private final Limit.Stop stop;
  private int operations;
  private int monitored;
  private int searched;

  ObjectJudge(
      History history,
      ObjectSplit split,
      Model model,
      Engine.Strategy strategy,
      Budget budget,
      Limit.Stop stop) {
    this.history = history;
    this.split = split;
    this.model = model;
    this.strategy = strategy;
    this.budget = budget;
    this.stop = stop;
  }

  /** How many objects a monitor decided. */
  int monitored() {
    return monitored;
  }

  /** How many objects were left to the search. */
  int searched() {
    return searched;
  }

  /** How many operations took part in what was judged so far. */
  int operations() {
    return operations;
  }

  Judgement judge(int object) {
    Problem problem;
    try {
      problem = Problem.of(history, split, object, model);
    } catch (ComplaintException complaint) {
      return new Judgement.Open(complaint.complaint());
    }
    operations += problem.size();
    return switch (decide(problem)) {
      case Answer.Yes yes -> explained(object, problem, yes);
      case Answer.No no -> wrong(object, problem, no);
      case Answer.Undecided undecided -> open(object, problem, undecided);
    };
  }

  private Answer decide(Problem problem) {
    Decider decider = new Decider(model, strategy, new Limit(budget, stop));
    Answer answer = decider.decide(problem);
    if (decider.hasSearched()) {
      searched++;
    } else {
      monitored++;
    }
    return answer;
  }

  private Judgement explained(int object, Problem problem, Answer.Yes yes) {
    return new Judgement.Explained(problem.certificate(history, split, object, yes));
  }

  /** The violation is known: what makes it small and clear gets little time and is not stopped. */
  private Judgement wrong(int object, Problem problem, Answer.No no) {
    if (no.pair() != null) {
      return new Judgement.Wrong(Accusation.of(no.pair(), history, split, object, problem));
    }
    long now = System.nanoTime();
    long left = Math.max(budget.deadlineNanos() - now, 0);
    Budget some = new Budget(now + Math.min(left, REDUCTION_NANOS_MAX), budget.memoryBytesMax());
    Limit limit = new Limit(some, new Limit.Stop());
    Engine engine = new Engine(strategy, limit);
    Accusation accusation = new Accusation(history, split, object, problem, engine);
    Set<Object> elements = no.elements();
    if (model.hasElements() && (elements == null || elements.size() > 2)) {
      Set<Object> few = fewElements(problem, no, engine, limit);
      elements = few == null ? elements : few;
    }
    Problem part = problem;
    Answer.No rest = no;
    if (elements != null) {
      part = problem.restrict(elements);
      rest = no.in(problem, part);
    }
    WindowReducer.Core window = new WindowReducer(part, engine, limit).reduce(rest);
    return new Judgement.Wrong(accusation.of(window, elements));
  }

  /** The elements of a violation by the event at {@code last}, as few as can be found in time. */
  private @Nullable Set<Object> fewElements(
      Problem problem, Answer.No no, Engine engine, Limit limit) {
    int last = no.last();
    Set<Object> named = new LinkedHashSet<>();
    if (no.elements() != null) {
      Problem part = problem.restrict(no.elements());
      Set<Object> few =
          new ElementReducer(Monitor.of(model), engine, limit).reduce(part, no.elements());
      return few;
    }
    for (int op = 0; op < problem.size(); op++) {
      if (problem.inv()[op] <= last) {
        named.addAll(Objects.requireNonNullElse(model.elements(problem.action(op)), List.of()));
      }
    }
    Monitor monitor = strategy == Engine.Strategy.ALL ? Monitor.of(model) : null;
    boolean[] all = new boolean[problem.size()];
    Arrays.fill(all, true);
    Problem prefix = problem.window(all, last);
    Set<Object> few = new ElementReducer(monitor, engine, limit).reduce(prefix, named);
    return few.size() < named.size() ? few : null;
  }

  private Judgement open(int object, Problem problem, Answer.Undecided undecided) {
    @Nullable Object key = Accusation.key(history, split, object);
    int invocation = problem.invocations()[undecided.deepest()];
    long pending = 0;
    for (int op = 0; op < problem.size(); op++) {
      pending += problem.isPending(op) ? 1 : 0;
    }
    return new Judgement.Open(
        (key == null ? "" : "key " + key + ": ")
            + undecided.reason()
            + "; some order explains everything up to the operation at index "
            + history.index(invocation)
            + " ("
            + problem.size()
            + " operations in all, "
            + pending
            + " of unknown outcome, up to "
            + undecided.widest()
            + " configurations at one return). Give more time or memory, or test with fewer"
            + " operations a key, fewer clients a key or more distinct values");
  }
}
