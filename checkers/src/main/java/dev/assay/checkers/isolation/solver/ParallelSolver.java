package dev.assay.checkers.isolation.solver;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.solver.SupposedCycle.Before;
import dev.assay.checkers.isolation.solver.SupposedCycle.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds an order of the versions of a {@link Polygraph} under parallel snapshot isolation, or
 * cycles that refute all: reads-from and overwrites must have no cycle, and none with one
 * anti-dependency (Cerone and Gotsman, Analysing snapshot isolation, PODC 2016).
 *
 * <p>Keeps a linear order of the transactions; versions come in the order of their writers. Where
 * an overwriter of what a transaction read leads to that transaction, the orders that lead there
 * must not all be so: a clause, whose pairs are then decided anew. Rounds go on until nothing is
 * found.
 */
public final class ParallelSolver {
  private static final int NONE = -1;

  /** How many clauses a round may give before their pairs are decided. */
  private static final int ROUND_MAX = 256;

  private final Polygraph problem;
  private final int initial;
  private final Budget budget;
  private final TopologicalOrder order;
  private final Pairs pairs = new Pairs();
  private final Clauses clauses = new Clauses();
  private final LemmaPath paths;
  private final Map<Integer, SupposedCycle> cycleOf = new HashMap<>();
  private final IntList edgesBefore = new IntList(64);
  private final NextVersions versions;
  private final int[] parent;

  private ParallelSolver(Polygraph problem, int initial, int[] nodes, Budget budget) {
    this.problem = problem;
    this.initial = initial;
    this.budget = budget;
    order = new TopologicalOrder(problem.known(), nodes);
    paths = new LemmaPath(order, clauses);
    versions = new NextVersions(problem);
    parent = new int[problem.nodes()];
  }

  /**
   * Solves a problem that is not split.
   *
   * @param initial the transaction that wrote what was there at the beginning; before all others
   * @param rank the guess of the order, one a node
   */
  public static Answer solve(Polygraph problem, int initial, long[] rank, Budget budget) {
    int[] nodes = InitialOrder.of(problem.known(), rank);
    if (nodes.length < problem.nodes()) {
      return Refutations.ofKnownCycle(problem, nodes);
    }
    return new ParallelSolver(problem, initial, nodes, budget).solve();
  }

  private Answer solve() {
    while (true) {
      versions.sort(order::place);
      int conflict = NONE;
      int before = clauses.clauseCount();
      for (int version = 0; version < problem.versions() && conflict == NONE; version++) {
        if (budget.isSpent()) {
          return new Answer.Undecided("the time was over before an order of all writes was found");
        }
        if (clauses.clauseCount() - before < ROUND_MAX) {
          conflict = look(version);
        }
      }
      if (clauses.clauseCount() == before) {
        int[] nodes = new int[problem.nodes()];
        Arrays.setAll(nodes, order::nodeAt);
        return new Answer.Ordered(nodes);
      }
      takeBack(clauses.cancel(0));
      conflict = conflict == NONE ? decideAll() : conflict;
      if (conflict != NONE) {
        return budget.isSpent()
            ? new Answer.Undecided("the time was over before an order of all writes was found")
            : refutation(conflict);
      }
    }
  }

  /** Adds a clause for every reader of a version to which its overwriter leads. */
  private int look(int version) {
    if (versions.after(version) == NONE) {
      return NONE;
    }
    int overwriter = problem.writer(versions.after(version));
    for (int read = problem.readStart(version); read < problem.readEnd(version); read++) {
      int reader = problem.reader(read);
      if (order.place(reader) > order.place(overwriter) && leads(overwriter, reader)) {
        int conflict = forbid(version, overwriter, reader);
        if (conflict != NONE) {
          return conflict;
        }
      }
    }
    return NONE;
  }

  /** Breadth first over known edges and overwrites, up to the place of the goal. */
  private boolean leads(int from, int to) {
    Arrays.fill(parent, NONE);
    int limit = order.place(to);
    IntList queue = new IntList(16);
    queue.add(from);
    parent[from] = from;
    for (int i = 0; i < queue.size(); i++) {
      int node = queue.get(i);
      for (int e = problem.known().outStart(node); e < problem.known().outEnd(node); e++) {
        reach(problem.known().out(e), node, limit, queue);
      }
      if (node < problem.transactions()) {
        for (int w = problem.writtenStart(node); w < problem.writtenEnd(node); w++) {
          int after = versions.after(problem.written(w));
          if (after != NONE) {
            reach(problem.writer(after), node, limit, queue);
          }
        }
      }
      if (parent[to] != NONE) {
        return true;
      }
    }
    return false;
  }

  private void reach(int node, int by, int limit, IntList queue) {
    if (parent[node] == NONE && order.place(node) <= limit) {
      parent[node] = by;
      queue.add(node);
    }
  }

  /** Forbids the orders on the path that was found; the clause when it is violated for good. */
  private int forbid(int version, int overwriter, int reader) {
    List<Step> steps = new ArrayList<>();
    for (int node = reader; node != overwriter; node = parent[node]) {
      int from = parent[node];
      steps.add(new Step(from, node, isKnown(from, node) ? null : new Before(from, node)));
    }
    int writer = problem.writer(version);
    Before overwritten = writer == initial ? null : new Before(writer, overwriter);
    steps.add(new Step(reader, overwriter, overwritten));
    Collections.reverse(steps);
    SupposedCycle cycle = new SupposedCycle(List.copyOf(steps));
    List<Before> orders = cycle.suppositions();
    int[] literals = new int[orders.size()];
    for (int i = 0; i < literals.length; i++) {
      literals[i] = pairs.literal(orders.get(i), clauses) ^ 1;
    }
    int id = clauses.clauseCount();
    clauses.addOpen(literals);
    cycleOf.put(id, cycle);
    return literals.length == 0 ? id : NONE;
  }

  private boolean isKnown(int from, int to) {
    for (int e = problem.known().outStart(from); e < problem.known().outEnd(from); e++) {
      if (problem.known().out(e) == to) {
        return true;
      }
    }
    return false;
  }

  /** Decides all pairs as the order has them, unless clauses say otherwise. */
  private int decideAll() {
    int conflict = clauses.assertUnits();
    int free = 0;
    while (true) {
      conflict = conflict == NONE ? propagate() : conflict;
      if (conflict != NONE) {
        if (budget.isSpent()) {
          return conflict;
        }
        int kept = clauses.resolve(conflict);
        if (kept == NONE) {
          return conflict;
        }
        takeBack(kept);
        conflict = NONE;
        free = 0;
        continue;
      }
      while (free < pairs.size() && clauses.isAssigned(free)) {
        free++;
      }
      if (free == pairs.size()) {
        order.moved().clear();
        return NONE;
      }
      int literal = 2 * free;
      boolean isSo = order.place(pairs.before(literal)) < order.place(pairs.after(literal));
      clauses.decide(isSo ? literal : literal ^ 1);
    }
  }

  private void takeBack(int kept) {
    if (edgesBefore.size() > kept) {
      order.truncate(edgesBefore.get(kept));
      edgesBefore.truncate(kept);
    }
  }

  private int propagate() {
    while (true) {
      int conflict = clauses.propagate();
      if (conflict != NONE || edgesBefore.size() == clauses.trailSize()) {
        return conflict;
      }
      int literal = clauses.trail(edgesBefore.size());
      edgesBefore.add(order.edges());
      int from = pairs.before(literal);
      int to = pairs.after(literal);
      if (!order.add(from, to, literal)) {
        return clauses.addViolated(paths.lemma(to, from, literal));
      }
    }
  }

  private Answer refutation(int conflict) {
    CycleFinder finder = new CycleFinder(problem);
    List<SupposedCycle> cycles = new ArrayList<>();
    for (int id : clauses.core(conflict)) {
      SupposedCycle known = cycleOf.get(id);
      cycles.add(
          known != null
              ? known
              : finder.overwriting(Refutations.orders(pairs, clauses.clause(id))));
    }
    return Refutations.of(cycles, budget);
  }
}
