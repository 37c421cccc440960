package dev.assay.checkers.isolation.solver;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.solver.SupposedCycle.Before;
import java.util.ArrayList;
import java.util.List;

/** Whether every choice of orders runs into one of several sets of suppositions. */
final class CaseSplit {
  private CaseSplit() {}

  /** The cycles without those that are not needed to leave no choice of orders. */
  static List<SupposedCycle> minimized(List<SupposedCycle> cycles, Budget budget) {
    List<SupposedCycle> needed = new ArrayList<>(cycles);
    for (int i = needed.size() - 1; i >= 0 && !budget.isSpent(); i--) {
      SupposedCycle removed = needed.remove(i);
      if (!isExhaustive(needed.stream().map(SupposedCycle::suppositions).toList())) {
        needed.add(i, removed);
      }
    }
    return List.copyOf(needed);
  }

  /** Whether of every choice of one order for each pair, some set is a part. */
  static boolean isExhaustive(List<List<Before>> sets) {
    Pairs pairs = new Pairs();
    Clauses clauses = new Clauses();
    for (List<Before> set : sets) {
      int[] literals = new int[set.size()];
      for (int i = 0; i < literals.length; i++) {
        Before order = set.get(i);
        int literal = pairs.find(order.first(), order.second());
        if (literal < 0) {
          literal = pairs.add(order.first(), order.second());
          clauses.newVariable();
        }
        literals[i] = literal ^ 1;
      }
      clauses.addOpen(literals);
    }
    return clauses.isContradictory();
  }
}
