package dev.assay.checkers.isolation.solver;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.solver.SupposedCycle.Before;
import java.util.ArrayList;
import java.util.List;

/** Whether every choice of orders runs into one of several sets of suppositions. */
final class CaseSplit {
  private CaseSplit() {}

  /** The sets without those that are not needed for {@link #isExhaustive}. */
  static List<List<Before>> minimized(List<List<Before>> sets, Budget budget) {
    List<List<Before>> needed = new ArrayList<>(sets);
    for (int i = needed.size() - 1; i >= 0 && !budget.isSpent(); i--) {
      List<Before> removed = needed.remove(i);
      if (!isExhaustive(needed)) {
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
