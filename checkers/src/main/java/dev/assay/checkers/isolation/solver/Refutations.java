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

  static Answer of(Polygraph problem, Pairs pairs, Clauses clauses, int conflict, Budget budget) {
    List<List<Before>> suppositions = new ArrayList<>();
    for (int id : clauses.core(conflict)) {
      List<Before> together = new ArrayList<>();
      for (int literal : clauses.clause(id)) {
        together.add(new Before(pairs.before(literal ^ 1), pairs.after(literal ^ 1)));
      }
      suppositions.add(together);
    }
    List<List<Before>> needed =
        suppositions.size() > MINIMIZED_MAX
            ? suppositions
            : CaseSplit.minimized(suppositions, budget);
    CycleFinder finder = new CycleFinder(problem);
    return new Answer.Refuted(needed.stream().map(finder::supposing).toList());
  }
}
