package dev.assay.checkers.isolation.solver;

import dev.assay.checkers.Budget;
import java.util.Arrays;

/**
 * Finds an order of the nodes of a {@link Polygraph}, or cycles that refute all.
 *
 * <p>Begins with an order that agrees with the known edges and is near a guess. Wherever a writer
 * stands between a version and its reader, the earliest such place first, one of the two orders of
 * the writers is decided, the nearer way first; its edges are added, and the order is mended around
 * them. An edge that would close a cycle gives a clause: not all the decisions on that cycle
 * together. So variables and clauses are only made for what the guess got wrong; for the rest the
 * order itself is the answer (the lazy form of SAT modulo acyclicity: Gebser, Janhunen and
 * Rintanen, ECAI 2014).
 *
 * <p>Exponential in the worst case, as the problem is NP-complete; near linear for histories of
 * working databases.
 */
public final class OrderSolver {
  private final Polygraph problem;
  private final Budget budget;
  private final TopologicalOrder order;
  private final Interferences interferences;
  private final Pairs pairs = new Pairs();
  private final Clauses clauses = new Clauses();
  private final LemmaPath paths;

  /** How many edges had been added before those of each literal of the trail. */
  private final IntList edgesBefore = new IntList(64);

  private OrderSolver(Polygraph problem, int[] initial, Budget budget) {
    this.problem = problem;
    this.budget = budget;
    order = new TopologicalOrder(problem.known(), initial);
    interferences = new Interferences(problem, order);
    paths = new LemmaPath(order, clauses);
  }

  /**
   * Solves a problem.
   *
   * @param rank the guess: what has a lower rank should come first, unless known edges say
   *     otherwise; one a node
   */
  public static Answer solve(Polygraph problem, long[] rank, Budget budget) {
    int[] initial = InitialOrder.of(problem.known(), rank);
    if (initial.length < problem.nodes()) {
      return Refutations.ofKnownCycle(problem, initial);
    }
    return new OrderSolver(problem, initial, budget).solve();
  }

  private Answer solve() {
    while (true) {
      int found = interferences.first();
      if (found < 0) {
        int[] nodes = new int[problem.nodes()];
        Arrays.setAll(nodes, order::nodeAt);
        return new Answer.Ordered(nodes);
      }
      if (budget.isSpent()) {
        return new Answer.Undecided("the time was over before an order of all writes was found");
      }
      if (clauses.bytes() > budget.memoryBytesMax()) {
        return new Answer.Undecided("too many orders of writes had to be tried for the memory");
      }
      int conflict = decide(found);
      if (conflict != Clauses.NONE) {
        return Refutations.of(problem, pairs, clauses, conflict, budget);
      }
    }
  }

  /** Decides who of two writers comes first; a clause violated by no decision, or none. */
  private int decide(int interference) {
    int first = interferences.before(interference);
    int second = interferences.after(interference);
    int literal = pairs.find(first, second);
    if (literal < 0) {
      literal = pairs.add(first, second);
      clauses.newVariable();
    }
    int middle = order.place(problem.commit(second));
    int toWriter = middle - order.place(problem.commit(first));
    int late = interferences.late(interference);
    int toReader = order.place(problem.begin(late)) - middle;
    clauses.decide(late == second || toReader <= toWriter ? literal : literal ^ 1);
    for (int conflict = propagate(); conflict != Clauses.NONE; conflict = propagate()) {
      int kept = clauses.resolve(conflict);
      if (kept == Clauses.NONE) {
        return conflict;
      }
      takeBack(kept);
    }
    noteMoves();
    return Clauses.NONE;
  }

  private void takeBack(int kept) {
    if (edgesBefore.size() > kept) {
      order.truncate(edgesBefore.get(kept));
      edgesBefore.truncate(kept);
    }
  }

  private void noteMoves() {
    IntList moved = order.moved();
    for (int i = 0; i < moved.size(); i++) {
      int txn = problem.transactionOf(moved.get(i));
      if (txn >= 0) {
        interferences.moved(txn);
      }
    }
    moved.clear();
  }

  private int propagate() {
    while (true) {
      int conflict = clauses.propagate();
      if (conflict != Clauses.NONE || edgesBefore.size() == clauses.trailSize()) {
        return conflict;
      }
      int literal = clauses.trail(edgesBefore.size());
      edgesBefore.add(order.edges());
      conflict = addEdges(literal);
      if (conflict != Clauses.NONE) {
        return conflict;
      }
    }
  }

  /** Adds what follows from an order of two writers; the clause that it violates, or none. */
  private int addEdges(int literal) {
    int first = pairs.before(literal);
    int second = pairs.after(literal);
    int conflict = addEdge(problem.commit(first), problem.afterOverwritten(second), literal);
    int i = problem.writtenStart(first);
    int j = problem.writtenStart(second);
    while (i < problem.writtenEnd(first) && j < problem.writtenEnd(second)) {
      int version = problem.written(i);
      int difference = problem.keyOf(version) - problem.keyOf(problem.written(j));
      if (difference == 0) {
        for (int read = problem.readStart(version);
            read < problem.readEnd(version) && conflict == Clauses.NONE;
            read++) {
          if (problem.reader(read) != second) {
            conflict =
                addEdge(problem.begin(problem.reader(read)), problem.commit(second), literal);
          }
        }
      }
      i += difference <= 0 ? 1 : 0;
      j += difference >= 0 ? 1 : 0;
    }
    return conflict;
  }

  private int addEdge(int from, int to, int literal) {
    if (order.add(from, to, literal)) {
      return Clauses.NONE;
    }
    return clauses.addViolated(paths.lemma(to, from, literal));
  }
}
