package dev.assay.checkers.isolation.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.assay.checkers.isolation.solver.SimulatedStore.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StaleGuessTest {
  @Test
  void whereTheOrderOfCommitsIsGuessedSnapshotsThatLagLeaveNothingToDecide() {
    for (int seed = 0; seed < 20; seed++) {
      // So many sessions that hardly any transaction has to come after another of its own.
      Shape shape = new Shape(1_000, 2_000, 6, 400 + 50 * seed, 0, 20 + 40 * seed);
      Polygraph problem = new SimulatedStore(shape, seed).problem(true);
      long[] commits = new long[problem.nodes()];
      Arrays.setAll(commits, node -> Math.max(0, problem.transactionOf(node)));
      int[] initial = InitialOrder.of(problem.known(), commits);
      TopologicalOrder order = new TopologicalOrder(problem.known(), initial);
      assertNotEquals(-1, new Interferences(problem, order).first());
      order.sort(StaleGuess.ranks(problem, order, commits));
      assertEquals(-1, new Interferences(problem, order).first(), "seed " + seed);
    }
  }
}
