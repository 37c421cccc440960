package dev.assay.checkers.isolation.solver;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.solver.SupposedCycle.Before;
import java.util.ArrayList;
import java.util.List;

/** Makes cycles that people can follow of the clauses that a search ended with. */
final class Refutations {
  /** How many cycles are looked at one by one, whether the others do without. */
  private static final int MINIMIZED_MAX = 400;

  private Refutations() {}

  /** The cycle that known edges close. */
  static Answer ofKnownCycle(Polygraph problem, int[] placed) {
    return new Answer.Refuted(List.of(new CycleFinder(problem).known(placed)));
  }

  /** Leaves out the cycles that are not needed. */
  static Answer of(List<SupposedCycle> cycles, Budget budget) {
    List<SupposedCycle> distinct = cycles.stream().distinct().toList();
    return new Answer.Refuted(
        distinct.size() > MINIMIZED_MAX ? distinct : CaseSplit.minimized(distinct, budget));
  }

  /** The orders that a clause says cannot be together. */
  static List<Before> orders(Pairs pairs, int[] clause) {
    List<Before> orders = new ArrayList<>();
    for (int literal : clause) {
      orders.add(new Before(pairs.before(literal ^ 1), pairs.after(literal ^ 1)));
    }
    return orders;
  }
}
