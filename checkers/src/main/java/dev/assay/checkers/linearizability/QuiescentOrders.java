package dev.assay.checkers.linearizability;

import dev.assay.checkers.Budget;
import dev.assay.checkers.certificates.Certificate.LinearizationOrder;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for orders that explain the operations on each object and in which what was over before a
 * moment without any open operation comes before what began later (quiescent consistency; Aspnes,
 * Herlihy and Shavit, "Counting networks", 1994). Between two such moments any order will do: so
 * operations there are as good as all open at the same time, and the question is linearizability
 * again. Like that it may be asked of each object alone.
 */
public final class QuiescentOrders {
  private QuiescentOrders() {}

  /** An order for each object; null when for some object none was found. */
  public static @Nullable List<LinearizationOrder> of(History history, Model model, Budget budget) {
    Limit limit = new Limit(budget, new Limit.Stop());
    ObjectSplit split = ObjectSplit.of(history);
    List<LinearizationOrder> orders = new ArrayList<>();
    for (int object = 0; object < split.objects(); object++) {
      Problem problem;
      try {
        int[] quietMoments = quietMoments(history, split, object);
        problem = widened(Problem.of(history, split, object, model), quietMoments);
      } catch (ComplaintException complaint) {
        return null;
      }
      if (!(new Decider(model, Engine.Strategy.ALL, limit).decide(problem)
          instanceof Answer.Yes yes)) {
        return null;
      }
      orders.add(problem.certificate(history, split, object, yes));
    }
    return orders;
  }

  /** How many moments without open operations precede each position of the object. */
  private static int[] quietMoments(History history, ObjectSplit split, int object) {
    int[] moments = new int[split.positions(object)];
    int open = 0;
    int count = 0;
    for (int p = 0; p < moments.length; p++) {
      moments[p] = count;
      switch (history.type(split.event(object, p))) {
        case INVOKE -> open++;
        case OK, FAIL -> count += --open == 0 ? 1 : 0;
        case INFO -> {}
      }
    }
    return moments;
  }

  /** All operations between two quiet moments are invoked before any of them returns. */
  private static Problem widened(Problem problem, int[] quietMoments) {
    int n = problem.size();
    int[] inv = new int[n];
    int[] ret = new int[n];
    int position = 0;
    for (int from = 0, to = 0; from < n; from = to) {
      for (; to < n && quietMoments[problem.inv()[to]] == quietMoments[problem.inv()[from]]; to++) {
        inv[to] = position++;
      }
      for (int op = from; op < to; op++) {
        ret[op] = problem.isPending(op) ? Problem.PENDING : position++;
      }
    }
    return new Problem(
        problem.model(),
        problem.kinds(),
        problem.invocations(),
        inv,
        ret,
        problem.classes(),
        position);
  }
}
