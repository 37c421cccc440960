package dev.assay.checkers.linearizability;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckSummary;
import dev.assay.checkers.Checker;
import dev.assay.checkers.OnlineCheck;
import dev.assay.checkers.Staleness;
import dev.assay.checkers.Verdict;
import dev.assay.histories.History;

/**
 * Decides whether each object of a history is linearizable (Herlihy and Wing 1990).
 *
 * <p>Objects are judged independently, the largest first, by several threads; the first violation
 * stops all of them. An object goes to the monitor of its type when it meets its precondition, else
 * to the {@link Engine}.
 */
public final class LinearizabilityChecker implements Checker {
  private final Model model;
  private final int threads;
  private final Engine.Strategy strategy;

  /** A checker of any model that uses up to so many threads. */
  public LinearizabilityChecker(Model model, int threads) {
    this(model, threads, Engine.Strategy.ALL);
  }

  LinearizabilityChecker(Model model, int threads, Engine.Strategy strategy) {
    this.model = model;
    this.threads = threads;
    this.strategy = strategy;
  }

  @Override
  public Verdict check(History history, Budget budget) {
    if (!history.isRealTime()) {
      return new Verdict.Unknown(
          "linearizability speaks of real time, and this history tells only the order of each"
              + " process: record the times of invocations and completions",
          new CheckSummary("linearizable", "none", 0, 0, 0));
    }
    Verdict verdict = new ObjectsRun(history, model, strategy, threads, budget).verdict();
    if (verdict instanceof Verdict.Invalid invalid && model instanceof RegisterModel register) {
      Limit limit = new Limit(budget, new Limit.Stop());
      Staleness staleness = RegisterStaleness.of(history, register, limit);
      return new Verdict.Invalid(invalid.anomalies(), invalid.summary().with(staleness));
    }
    return verdict;
  }

  /** An answer without evidence. */
  public enum Decision {
    LINEARIZABLE,
    NOT_LINEARIZABLE,
    OPEN
  }

  /**
   * The bare answer, by one thread: for measuring, and for whoever needs no reason. {@link
   * Decision#OPEN} also when an operation is none of the model.
   */
  public Decision decide(History history, Budget budget) {
    if (!history.isRealTime()) {
      return Decision.OPEN;
    }
    Decider decider = new Decider(model, strategy, new Limit(budget, new Limit.Stop()));
    ObjectSplit split = ObjectSplit.of(history);
    Decision decision = Decision.LINEARIZABLE;
    for (int object = 0; object < split.objects(); object++) {
      try {
        switch (decider.decide(Problem.of(history, split, object, model))) {
          case Answer.Yes yes -> {}
          case Answer.No no -> {
            return Decision.NOT_LINEARIZABLE;
          }
          case Answer.Undecided undecided -> decision = Decision.OPEN;
        }
      } catch (ComplaintException complaint) {
        decision = Decision.OPEN;
      }
    }
    return decision;
  }

  @Override
  public OnlineCheck online() {
    return new OnlineLinearizability(model);
  }
}
