package dev.assay.checkers.isolation.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Boolean variables under clauses, with conflict-driven learning (Marques-Silva and Sakallah,
 * GRASP, 1999; two watched literals of Moskewicz et al., Chaff, 2001).
 *
 * <p>Backtracking is chronological (Nadel and Ryvchin, SAT 2018): a conflict undoes no more than it
 * must, and what was implied by earlier decisions stays, out of order on the trail. There are many
 * decisions here and few conflicts, each of a few decisions only.
 *
 * <p>Literal {@code 2 v} says that variable {@code v} is true, {@code 2 v + 1} that it is false.
 * Every learned clause remembers from which it was resolved, so that of a contradiction the clauses
 * that it needs can be told.
 */
final class Clauses {
  static final int NONE = -1;

  /** Adds clauses as literals; those that are given, not learned, have no antecedents. */
  private final List<int[]> clauses = new ArrayList<>();

  private final List<int @Nullable []> antecedents = new ArrayList<>();

  /** By literal: 1 true, -1 false, 0 neither. */
  private byte[] value = new byte[64];

  private int[] level = new int[32];
  private int[] reason = new int[32];
  private boolean[] seen = new boolean[32];
  private IntList[] watches = new IntList[64];
  private int variables;

  private final IntList trail = new IntList(64);
  private final IntList limits = new IntList(64);
  private int head;
  private long ints;
  private int unitsChecked;

  int newVariable() {
    if (variables == level.length) {
      level = Arrays.copyOf(level, variables * 2);
      reason = Arrays.copyOf(reason, variables * 2);
      seen = Arrays.copyOf(seen, variables * 2);
      value = Arrays.copyOf(value, variables * 4);
      watches = Arrays.copyOf(watches, variables * 4);
    }
    watches[2 * variables] = new IntList(4);
    watches[2 * variables + 1] = new IntList(4);
    ints += 48;
    return variables++;
  }

  boolean isTrue(int literal) {
    return value[literal] > 0;
  }

  boolean isAssigned(int variable) {
    return value[2 * variable] != 0;
  }

  /** Whether a true literal follows from no decision. */
  boolean isFixed(int literal) {
    return level[literal >> 1] == 0;
  }

  int trailSize() {
    return trail.size();
  }

  int trail(int index) {
    return trail.get(index);
  }

  int clauseCount() {
    return clauses.size();
  }

  int[] clause(int id) {
    return clauses.get(id);
  }

  /** About how much memory clauses and variables take. */
  long bytes() {
    return 4 * ints;
  }

  void decide(int literal) {
    limits.add(trail.size());
    enqueue(literal, NONE, limits.size());
  }

  /**
   * Where nothing is decided: says that a literal is true, as a clause of its own, which is
   * violated if the literal is false. Why it is so is asked for in {@link #core}.
   */
  void imply(int literal) {
    int id = add(new int[] {literal}, null);
    if (value[literal] == 0) {
      enqueue(literal, id, 0);
    }
  }

  private void enqueue(int literal, int why, int atLevel) {
    value[literal] = 1;
    value[literal ^ 1] = -1;
    level[literal >> 1] = atLevel;
    reason[literal >> 1] = why;
    trail.add(literal);
  }

  /** Draws conclusions from clauses; the clause that is violated, or {@link #NONE}. */
  int propagate() {
    while (head < trail.size()) {
      int falsified = trail.get(head++) ^ 1;
      IntList watching = watches[falsified];
      int kept = 0;
      int conflict = NONE;
      for (int i = 0; i < watching.size(); i++) {
        int id = watching.get(i);
        if (conflict != NONE || !isMoved(id, falsified)) {
          watching.set(kept++, id);
        }
        if (conflict == NONE && isConflict(id, falsified)) {
          conflict = id;
        }
      }
      watching.truncate(kept);
      if (conflict != NONE) {
        return conflict;
      }
    }
    return NONE;
  }

  /** Whether another literal could be watched for this one, which was falsified. */
  private boolean isMoved(int id, int falsified) {
    int[] literals = clauses.get(id);
    if (literals[0] == falsified) {
      literals[0] = literals[1];
      literals[1] = falsified;
    }
    if (value[literals[0]] > 0) {
      return false;
    }
    for (int k = 2; k < literals.length; k++) {
      if (value[literals[k]] >= 0) {
        literals[1] = literals[k];
        literals[k] = falsified;
        watches[literals[1]].add(id);
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a clause that could not move its watch is violated; implies its last literal if not.
   */
  private boolean isConflict(int id, int falsified) {
    int[] literals = clauses.get(id);
    if (literals[1] != falsified || value[literals[0]] > 0) {
      return false;
    }
    if (value[literals[0]] < 0) {
      return true;
    }
    enqueue(literals[0], id, highest(literals, 1));
    return false;
  }

  private int highest(int[] literals, int from) {
    int high = 0;
    for (int i = from; i < literals.length; i++) {
      high = Math.max(high, level[literals[i] >> 1]);
    }
    return high;
  }

  /** Adds a clause all of whose literals are false. */
  int addViolated(int[] literals) {
    return add(literals, null);
  }

  /** Adds a clause before anything is decided, or of literals that are not assigned. */
  void addOpen(int[] literals) {
    add(literals, null);
  }

  /**
   * Where nothing is decided: draws the conclusions of clauses with a single literal that is not
   * false, which were added since. A clause that is violated, or {@link #NONE}.
   */
  int assertUnits() {
    for (; unitsChecked < clauses.size(); unitsChecked++) {
      int[] literals = clauses.get(unitsChecked);
      int open = 0;
      int last = 0;
      for (int literal : literals) {
        if (value[literal] >= 0) {
          open++;
          last = literal;
        }
      }
      if (open == 0) {
        return unitsChecked;
      }
      if (open == 1 && value[last] == 0) {
        enqueue(last, unitsChecked, 0);
      }
    }
    return NONE;
  }

  /** Whether the clauses that were added open cannot all be satisfied. */
  boolean isContradictory() {
    if (assertUnits() != NONE) {
      return true;
    }
    while (true) {
      int conflict = propagate();
      if (conflict != NONE) {
        if (resolve(conflict) == NONE) {
          return true;
        }
        continue;
      }
      int free = 0;
      while (free < variables && isAssigned(free)) {
        free++;
      }
      if (free == variables) {
        return false;
      }
      decide(2 * free);
    }
  }

  private int add(int[] literals, int @Nullable [] from) {
    int id = clauses.size();
    clauses.add(literals);
    antecedents.add(from);
    ints += literals.length + 12 + (from == null ? 0 : from.length + 4);
    if (literals.length > 1) {
      swapHighest(literals, 0);
      swapHighest(literals, 1);
      watches[literals[0]].add(id);
      watches[literals[1]].add(id);
    }
    return id;
  }

  /** Unassigned literals count as highest. */
  private void swapHighest(int[] literals, int first) {
    int best = first;
    for (int i = first + 1; i < literals.length; i++) {
      if (rank(literals[i]) > rank(literals[best])) {
        best = i;
      }
    }
    int swap = literals[first];
    literals[first] = literals[best];
    literals[best] = swap;
  }

  private int rank(int literal) {
    return value[literal] == 0 ? Integer.MAX_VALUE : level[literal >> 1];
  }

  /**
   * Learns from a violated clause, takes back what made it so and draws the conclusion.
   *
   * @return how many literals of the trail stayed as they were, or {@link #NONE} when the clauses
   *     contradict each other
   */
  int resolve(int conflict) {
    int top = highest(clauses.get(conflict), 0);
    if (top == 0) {
      return NONE;
    }
    IntList learned = new IntList(8);
    IntList from = new IntList(8);
    learned.add(NONE);
    int asserting = analyze(conflict, top, learned, from);
    learned.set(0, asserting);
    int[] literals = learned.toArray();
    int back = highest(literals, 1);
    for (int literal : literals) {
      seen[literal >> 1] = false;
    }
    int kept = cancel(top - 1);
    int[] violated = clauses.get(conflict);
    boolean isWatched =
        violated[0] == asserting || (violated.length > 1 && violated[1] == asserting);
    int id = from.size() == 1 && isWatched ? conflict : add(literals, from.toArray());
    enqueue(asserting, id, back);
    return kept;
  }

  /** The first unique implication point of the conflict, negated; the rest goes to the lists. */
  private int analyze(int conflict, int top, IntList learned, IntList from) {
    int open = 0;
    int at = trail.size();
    int implied = NONE;
    int id = conflict;
    while (true) {
      from.add(id);
      for (int literal : clauses.get(id)) {
        int variable = literal >> 1;
        if (literal == implied || seen[variable]) {
          continue;
        }
        if (level[variable] == 0) {
          from.add(~variable);
          continue;
        }
        seen[variable] = true;
        if (level[variable] == top) {
          open++;
        } else {
          learned.add(literal);
        }
      }
      do {
        implied = trail.get(--at);
      } while (!seen[implied >> 1] || level[implied >> 1] != top);
      if (--open == 0) {
        return implied ^ 1;
      }
      seen[implied >> 1] = false;
      id = reason[implied >> 1];
    }
  }

  /** Takes back all decisions but the first ones. */
  int cancel(int decisions) {
    if (limits.size() <= decisions) {
      return trail.size();
    }
    int kept = limits.get(decisions);
    int end = trail.size();
    int write = kept;
    for (int i = kept; i < end; i++) {
      int literal = trail.get(i);
      if (level[literal >> 1] <= decisions) {
        trail.set(write++, literal);
      } else {
        value[literal] = 0;
        value[literal ^ 1] = 0;
      }
    }
    trail.truncate(write);
    limits.truncate(decisions);
    head = Math.min(head, kept);
    return kept;
  }

  /** The given clauses from which a clause violated by fixed literals follows to be violated. */
  int[] core(int conflict) {
    return core(conflict, id -> null);
  }

  /**
   * The same where something was implied.
   *
   * @param explain the whole clause from which one that was implied follows with what was fixed
   *     before; null of others
   */
  int[] core(int conflict, IntFunction<int @Nullable []> explain) {
    boolean[] visited = new boolean[clauses.size()];
    boolean[] expanded = new boolean[variables];
    IntList open = new IntList(16);
    IntList given = new IntList(16);
    open.add(conflict);
    for (int literal : whole(conflict, explain)) {
      open.add(~(literal >> 1));
    }
    while (open.size() > 0) {
      int next = open.removeLast();
      if (next < 0) {
        int variable = ~next;
        if (!expanded[variable]) {
          expanded[variable] = true;
          open.add(reason[variable]);
          for (int literal : whole(reason[variable], explain)) {
            open.add(~(literal >> 1));
          }
        }
      } else if (!visited[next]) {
        visited[next] = true;
        int[] from = antecedents.get(next);
        if (from == null) {
          given.add(next);
        } else {
          for (int antecedent : from) {
            open.add(antecedent);
          }
        }
      }
    }
    return given.toArray();
  }

  private int[] whole(int id, IntFunction<int @Nullable []> explain) {
    int[] literals = explain.apply(id);
    return literals == null ? clauses.get(id) : literals;
  }
}
