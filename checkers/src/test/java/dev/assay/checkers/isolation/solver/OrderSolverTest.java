package dev.assay.checkers.isolation.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.solver.SimulatedStore.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Orders against all orders, tried by force, on small problems; answers against the definition on
 * larger ones. A campaign sets {@code assay.campaign.histories} and {@code assay.campaign.seed}.
 */
class OrderSolverTest {
  private static final int PROBLEMS = Integer.getInteger("assay.campaign.histories", 20_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261126);

  @Test
  void aBlindWriteBetweenAWriterAndItsReaderGoesElsewhere() {
    Polygraph.Builder b = Polygraph.builder(3, false);
    b.key().version(0).read(2).version(1);
    b.precedes(0, 1);
    Polygraph problem = b.build();
    Answer answer = OrderSolver.solve(problem, new long[] {0, 1, 2}, ample());
    Judge.check(problem, answer);
    assertInstanceOf(Answer.Ordered.class, answer);
  }

  @Test
  void twoUpdatesOfOneVersionAreRefutedInBothOrders() {
    Polygraph.Builder b = Polygraph.builder(3, false);
    b.key().version(0).read(1).read(2).version(1).version(2);
    Polygraph problem = b.build();
    Answer answer = OrderSolver.solve(problem, new long[3], ample());
    Judge.check(problem, answer);
    assertInstanceOf(Answer.Refuted.class, answer);
  }

  @Test
  void smallProblemsAreAnsweredAsByForce() {
    SplittableRandom random = new SplittableRandom(SEED);
    int ordered = 0;
    int refuted = 0;
    for (int i = 0; i < PROBLEMS; i++) {
      Polygraph problem = random(random.split(), i % 2 == 1);
      long[] ranks = random.longs(problem.nodes(), 0, 4).toArray();
      // Of every other what is forced is looked up before anything is tried.
      Answer answer = OrderSolver.solve(problem, null, ranks, i / 2 % 2 * 100L, ample());
      Judge.check(problem, answer);
      boolean expected = canBeOrdered(problem, new ArrayList<>());
      assertEquals(expected, answer instanceof Answer.Ordered, "problem " + i + ": " + answer);
      ordered += expected ? 1 : 0;
      refuted += expected ? 0 : 1;
    }
    assertTrue(ordered > PROBLEMS / 8 && refuted > PROBLEMS / 8, ordered + " and " + refuted);
  }

  @Test
  void historiesOfAWorkingStoreHaveAnOrder() {
    for (int seed = 0; seed < PROBLEMS / 200; seed++) {
      double zipf = seed % 2 == 0 ? 0 : 0.99;
      int size = 60 + 20 * (seed % 40);
      Shape serial = new Shape(size, 2 + seed % 9, 6, 5 + size / 2, zipf, 0);
      SimulatedStore store = new SimulatedStore(serial, SEED + seed);
      Polygraph problem = store.problem(seed % 4 < 2);
      Answer answer = OrderSolver.solve(problem, null, store.ranks(problem), seed % 3, ample());
      assertInstanceOf(Answer.Ordered.class, answer);
      Judge.check(problem, answer);
    }
  }

  @Test
  void historiesOfSnapshotsHaveAnOrderOfMoments() {
    int notSerial = 0;
    for (int seed = 0; seed < PROBLEMS / 200; seed++) {
      int size = 60 + 20 * (seed % 30);
      Shape shape = new Shape(size, 2 + seed % 9, 5, 5 + size / 2, seed % 2 * 0.9, 6);
      SimulatedStore store = new SimulatedStore(shape, SEED + seed);
      Polygraph split = store.problem(true);
      Answer answer = OrderSolver.solve(split, null, store.ranks(split), seed % 3, ample());
      assertInstanceOf(Answer.Ordered.class, answer);
      Judge.check(split, answer);
      Polygraph whole = store.problem(false);
      Answer serial = OrderSolver.solve(whole, null, store.ranks(whole), seed % 3, ample());
      Judge.check(whole, serial);
      notSerial += serial instanceof Answer.Refuted ? 1 : 0;
    }
    assertTrue(notSerial > 10, "only " + notSerial + " are not serializable");
  }

  @Test
  void aSpentBudgetIsNoAnswer() {
    SimulatedStore store = new SimulatedStore(new Shape(2_000, 20, 8, 1_000, 0.99, 0), 1);
    Polygraph problem = store.problem(false);
    Budget spent = new Budget(System.nanoTime() - 1, 1L << 30);
    assertInstanceOf(
        Answer.Undecided.class, OrderSolver.solve(problem, store.ranks(problem), spent));
  }

  private static Budget ample() {
    return Budget.of(Duration.ofMinutes(1));
  }

  /** Two to five transactions, one to three keys, some known edges. */
  private static Polygraph random(SplittableRandom random, boolean isSplit) {
    int size = 2 + random.nextInt(isSplit ? 3 : 4);
    Polygraph.Builder b = Polygraph.builder(size, isSplit);
    for (int i = random.nextInt(3); i > 0; i--) {
      int one = random.nextInt(size);
      int other = random.nextInt(size);
      if (one != other && (one < other || random.nextInt(8) == 0)) {
        b.precedes(one, other);
      }
    }
    for (int key = 1 + random.nextInt(3); key > 0; key--) {
      b.key();
      int[] readFrom = new int[size];
      for (int txn = 0; txn < size; txn++) {
        readFrom[txn] = random.nextInt(size + 2);
      }
      for (int writer = 0; writer < size; writer++) {
        if (random.nextInt(3) == 0) {
          continue;
        }
        b.version(writer);
        for (int reader = 0; reader < size; reader++) {
          if (readFrom[reader] == writer && reader != writer) {
            b.read(reader);
          }
        }
      }
    }
    return b.build();
  }

  private static boolean canBeOrdered(Polygraph problem, List<Integer> placed) {
    if (placed.size() == problem.nodes()) {
      int[] nodes = placed.stream().mapToInt(Integer::intValue).toArray();
      return Judge.fault(problem, nodes).isEmpty();
    }
    for (int node = 0; node < problem.nodes(); node++) {
      boolean mayFollow =
          node < problem.transactions() || placed.contains(node - problem.transactions());
      if (mayFollow && !placed.contains(node)) {
        placed.add(node);
        if (canBeOrdered(problem, placed)) {
          return true;
        }
        placed.remove(placed.size() - 1);
      }
    }
    return false;
  }
}
