package dev.assay.checkers.isolation.solver;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.solver.SupposedCycle.Before;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
 * <p>Where that leads from conflict to conflict, it begins anew with a guess that minds stale reads
 * ({@link StaleGuess}), and if that does not help either, what follows from no decision is added
 * ({@link Saturation}).
 *
 * <p>Where {@link Observers} only read, each may have its own order of those that it does not
 * depend on: once there is an order, one that has no place among the others gives a clause in the
 * same way, and all decisions are made anew.
 *
 * <p>Exponential in the worst case, as the problem is NP-complete; near linear for histories of
 * working databases.
 */
public final class OrderSolver {
  /** How many observers without a place may give clauses before pairs are decided. */
  private static final int ROUND_MAX = 256;

  /**
   * After so many conflicts it guesses again; after twice as many, more where that takes longer,
   * what is forced anyway is looked up, and once more each time that there are so many times as
   * many.
   */
  private static final int CONFLICTS_MAX = 100;

  private static final int CONFLICTS_FACTOR = 8;

  /** A conflict takes about as long as looking at so many edges. */
  private static final long STEPS_A_CONFLICT = 1_000_000;

  private static final String TIME_OVER =
      "the time was over before an order of all writes was found";

  private final Polygraph problem;
  private final Budget budget;
  private final TopologicalOrder order;
  private Interferences interferences;
  private final Pairs pairs = new Pairs();
  private final Clauses clauses = new Clauses();
  private final LemmaPath paths;
  private final @Nullable ObserverSearch observers;
  private final Saturation saturation;
  private final long[] rank;
  private long conflictsMax;
  private long conflicts;
  private boolean isGuessedAgain;

  /** The cycles of clauses that are of observers. */
  private final Map<Integer, SupposedCycle> cycleOf = new HashMap<>();

  /** How many edges had been added before those of each literal of the trail. */
  private final IntList edgesBefore = new IntList(64);

  private OrderSolver(
      Polygraph problem,
      @Nullable Observers observers,
      int[] initial,
      long[] rank,
      long conflictsMax,
      Budget budget) {
    this.problem = problem;
    this.budget = budget;
    this.rank = rank;
    order = new TopologicalOrder(problem.known(), initial);
    interferences = new Interferences(problem, order);
    paths = new LemmaPath(order, clauses);
    saturation = new Saturation(problem, order, pairs, clauses, paths, budget);
    this.conflictsMax = conflictsMax + saturation.steps() / STEPS_A_CONFLICT;
    this.observers = observers == null ? null : new ObserverSearch(problem, observers, order);
  }

  /**
   * Solves a problem.
   *
   * @param rank the guess: what has a lower rank should come first, unless known edges say
   *     otherwise; one a node
   */
  public static Answer solve(Polygraph problem, long[] rank, Budget budget) {
    return solve(problem, null, rank, budget);
  }

  /** The same beside transactions that only read, of which each may have its own order. */
  public static Answer solve(
      Polygraph problem, @Nullable Observers observers, long[] rank, Budget budget) {
    return solve(problem, observers, rank, CONFLICTS_MAX, budget);
  }

  /**
   * The same.
   *
   * @param conflictsMax after how many conflicts what is forced anyway is looked up
   */
  static Answer solve(
      Polygraph problem,
      @Nullable Observers observers,
      long[] rank,
      long conflictsMax,
      Budget budget) {
    int[] initial = InitialOrder.of(problem.known(), rank);
    if (initial.length < problem.nodes()) {
      return Refutations.ofKnownCycle(problem, initial);
    }
    return new OrderSolver(problem, observers, initial, rank, conflictsMax, budget).solve();
  }

  private Answer solve() {
    while (true) {
      if (conflicts >= CONFLICTS_MAX && !isGuessedAgain) {
        isGuessedAgain = true;
        conflictsMax = Math.max(conflictsMax, 2 * conflicts);
        takeBack(clauses.cancel(0));
        int conflict = settle();
        if (conflict != Clauses.NONE) {
          return refutation(conflict);
        }
        guessAgain();
      }
      if (conflicts >= conflictsMax) {
        conflictsMax = CONFLICTS_FACTOR * Math.max(conflicts, 1);
        int conflict = saturate();
        if (conflict != Clauses.NONE) {
          return refutation(conflict);
        }
      }
      int found = interferences.first();
      List<SupposedCycle> misplaced = List.of();
      if (found < 0) {
        misplaced = observers == null ? misplaced : observers.find(ROUND_MAX, budget);
        if (misplaced == null) {
          return new Answer.Undecided(TIME_OVER);
        }
        if (misplaced.isEmpty()) {
          int[] nodes = new int[problem.nodes()];
          Arrays.setAll(nodes, order::nodeAt);
          return new Answer.Ordered(nodes);
        }
      }
      if (budget.isSpent()) {
        return new Answer.Undecided(TIME_OVER);
      }
      if (clauses.bytes() > budget.memoryBytesMax()) {
        return new Answer.Undecided("too many orders of writes had to be tried for the memory");
      }
      int conflict = found < 0 ? forbid(misplaced) : decide(found);
      if (conflict != Clauses.NONE) {
        return refutation(conflict);
      }
    }
  }

  /** Decides who of two writers comes first; a clause violated by no decision, or none. */
  private int decide(int interference) {
    int first = interferences.before(interference);
    int second = interferences.after(interference);
    int literal = pairs.literal(new Before(first, second), clauses);
    int middle = order.place(problem.commit(second));
    int toWriter = middle - order.place(problem.commit(first));
    int late = interferences.late(interference);
    int toReader = order.place(problem.begin(late)) - middle;
    clauses.decide(late == second || toReader <= toWriter ? literal : literal ^ 1);
    return settle();
  }

  /** Draws all conclusions; a clause violated by no decision, or none. */
  private int settle() {
    for (int conflict = propagate(); conflict != Clauses.NONE; conflict = propagate()) {
      conflicts++;
      int kept = clauses.resolve(conflict);
      if (kept == Clauses.NONE) {
        return conflict;
      }
      takeBack(kept);
    }
    noteMoves();
    return Clauses.NONE;
  }

  /**
   * Takes back all decisions, adds what is forced without, and begins with an order near the guess
   * again; a clause that is violated, or none.
   */
  private int saturate() {
    takeBack(clauses.cancel(0));
    int conflict = settle();
    for (boolean isOpen = true; isOpen && conflict == Clauses.NONE && !budget.isSpent(); ) {
      isOpen = saturation.round();
      conflict = saturation.contradiction();
      conflict = conflict == Clauses.NONE ? settle() : conflict;
    }
    guessAgain();
    return conflict;
  }

  /** Goes on with an order near what stale reads make of the guess. */
  private void guessAgain() {
    order.sort(StaleGuess.ranks(problem, order, rank));
    interferences = new Interferences(problem, order);
  }

  /** Adds a clause for each cycle, and decides all pairs anew; a clause that stays violated. */
  private int forbid(List<SupposedCycle> cycles) {
    takeBack(clauses.cancel(0));
    for (SupposedCycle cycle : cycles) {
      List<Before> orders = cycle.suppositions();
      int[] literals = new int[orders.size()];
      for (int i = 0; i < literals.length; i++) {
        literals[i] = pairs.literal(orders.get(i), clauses) ^ 1;
      }
      cycleOf.put(clauses.clauseCount(), cycle);
      clauses.addOpen(literals);
      if (literals.length == 0) {
        return clauses.clauseCount() - 1;
      }
    }
    int conflict = clauses.assertUnits();
    return conflict == Clauses.NONE ? decideAll() : conflict;
  }

  /** Decides all pairs as the order has them, unless clauses say otherwise. */
  private int decideAll() {
    int conflict = settle();
    boolean isOpen = true;
    while (isOpen && conflict == Clauses.NONE && !budget.isSpent()) {
      isOpen = false;
      for (int pair = 0; pair < pairs.size() && conflict == Clauses.NONE; pair++) {
        if (!clauses.isAssigned(pair)) {
          isOpen = true;
          int literal = 2 * pair;
          int first = order.place(problem.commit(pairs.before(literal)));
          int second = order.place(problem.commit(pairs.after(literal)));
          clauses.decide(first < second ? literal : literal ^ 1);
          conflict = settle();
        }
      }
    }
    return conflict;
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

  private Answer refutation(int conflict) {
    CycleFinder finder = new CycleFinder(problem);
    List<SupposedCycle> cycles = new ArrayList<>();
    int[] core = clauses.core(conflict, saturation::explain);
    if (saturation.isIncomplete()) {
      return new Answer.Undecided("the time was over when it was to be told why there is no order");
    }
    for (int id : core) {
      SupposedCycle known = cycleOf.getOrDefault(id, saturation.cycle(id));
      cycles.add(
          known != null ? known : finder.supposing(Refutations.orders(pairs, clauses.clause(id))));
    }
    return Refutations.of(cycles, budget);
  }
}
