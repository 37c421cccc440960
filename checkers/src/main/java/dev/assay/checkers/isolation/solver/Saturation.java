package dev.assay.checkers.isolation.solver;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.solver.SupposedCycle.Before;
import dev.assay.checkers.isolation.solver.SupposedCycle.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Facts that follow from no decision: orders of writers that {@link ForcedPairs} finds, again and
 * again with the edges of those that it found before (as PolySI, VLDB 2023, prunes, but of all
 * pairs only those are looked up that have a common key).
 *
 * <p>A search does well without where an order is close to the guess. Where a few reads are stale
 * and neither sessions nor time bind anybody, it tries orders one by one that all fail for the same
 * reason far away; then this takes part of a minute for 100,000 transactions, and leaves little to
 * try.
 *
 * <p>Why a fact holds is only looked up when a refutation needs it: it is a cycle over edges that
 * were there before, so there is a path now, too. 12 bytes a fact beside its variable.
 */
final class Saturation {
  /** Rounds end when one finds less than this part of what is known. */
  private static final int WORTHWHILE_PART = 256;

  /** Of more pairs, as of keys that many write, what is forced would fill the memory. */
  private static final long PAIRS_MAX = 1 << 20;

  /** What of the memory variables and clauses may have taken before rounds are made. */
  private static final int MEMORY_PART = 2;

  private final Polygraph problem;
  private final TopologicalOrder order;
  private final Pairs pairs;
  private final Clauses clauses;
  private final LemmaPath paths;
  private final Budget budget;
  private final List<Round> rounds = new ArrayList<>();
  private final Map<Integer, SupposedCycle> explained = new HashMap<>();
  private boolean isIncomplete;

  /**
   * What one round found.
   *
   * @param firstClause of the first fact; the others follow
   * @param edges how many were added before
   * @param first the writers that come first
   * @param second the writers that those come before
   * @param target the nodes of these or of who read from them to which the first lead
   */
  private record Round(int firstClause, int edges, IntList first, IntList second, IntList target) {}

  Saturation(
      Polygraph problem,
      TopologicalOrder order,
      Pairs pairs,
      Clauses clauses,
      LemmaPath paths,
      Budget budget) {
    this.problem = problem;
    this.order = order;
    this.pairs = pairs;
    this.clauses = clauses;
    this.paths = paths;
    this.budget = budget;
  }

  /** About how many edges a round looks at; without end where none should be made. */
  long steps() {
    if (ForcedPairs.pairs(problem) > PAIRS_MAX) {
      return Long.MAX_VALUE;
    }
    long edges = (long) problem.nodes() + problem.known().edges();
    return Math.ceilDiv(problem.transactions(), ForcedPairs.BATCH) * edges;
  }

  /**
   * Makes one round, where nothing is decided and all conclusions were drawn.
   *
   * @return whether another may be worthwhile
   */
  boolean round() {
    if (clauses.bytes() > budget.memoryBytesMax() / MEMORY_PART) {
      return false;
    }
    IntList found = new ForcedPairs(problem, order, budget).find();
    Round round =
        new Round(
            clauses.clauseCount(),
            order.edges(),
            new IntList(64),
            new IntList(64),
            new IntList(64));
    for (int i = 0; i < found.size(); i += ForcedPairs.COLUMNS) {
      int first = found.get(i);
      int second = found.get(i + 1);
      int literal = pairs.literal(new Before(first, second), clauses);
      if (!clauses.isTrue(literal)) {
        round.first.add(first);
        round.second.add(second);
        round.target.add(found.get(i + 2));
        clauses.imply(literal);
      }
    }
    rounds.add(round);
    return round.first.size() > found.size() / ForcedPairs.COLUMNS / WORTHWHILE_PART;
  }

  /** A fact that contradicts an earlier one, as a violated clause, or none. */
  int contradiction() {
    Round last = rounds.isEmpty() ? null : rounds.getLast();
    for (int i = 0; last != null && i < last.first.size(); i++) {
      if (!clauses.isTrue(clauses.clause(last.firstClause + i)[0])) {
        return last.firstClause + i;
      }
    }
    return Clauses.NONE;
  }

  /** The clause that a fact follows from, if it is one and the time suffices. */
  int @Nullable [] explain(int clause) {
    SupposedCycle cycle = cycle(clause);
    if (cycle == null) {
      return null;
    }
    return cycle.suppositions().stream()
        .mapToInt(before -> pairs.literal(before, clauses) ^ 1)
        .toArray();
  }

  /** The cycle that there would be if a fact were not so; null where the clause is no fact. */
  @Nullable SupposedCycle cycle(int clause) {
    SupposedCycle known = explained.get(clause);
    for (Round round : known == null ? rounds : List.<Round>of()) {
      int fact = clause - round.firstClause;
      if (fact >= 0 && fact < round.first.size()) {
        if (budget.isSpent()) {
          isIncomplete = true;
          return null;
        }
        known = cycle(round, fact);
        explained.put(clause, known);
      }
    }
    return known;
  }

  /** Whether the time was over before a fact was explained. */
  boolean isIncomplete() {
    return isIncomplete;
  }

  private SupposedCycle cycle(Round round, int fact) {
    int first = round.first.get(fact);
    int second = round.second.get(fact);
    int target = round.target.get(fact);
    Before supposed = new Before(/* first= */ second, /* second= */ first);
    List<Step> steps = new ArrayList<>();
    boolean isWriter = target == problem.commit(second);
    int start = isWriter ? problem.afterOverwritten(first) : problem.commit(first);
    steps.add(new Step(target, start, supposed));
    steps.addAll(paths.steps(start, target, round.edges, pairs));
    return new SupposedCycle(List.copyOf(steps));
  }
}
