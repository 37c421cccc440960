package dev.assay.checkers.linearizability;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a search or monitor says of a problem. Operations are named by their number in it. */
@SuppressWarnings("ArrayRecordComponent") // never compared
sealed interface Answer {
  /**
   * Linearizable.
   *
   * @param order the operations in the order in which they take effect
   */
  record Yes(int[] order) implements Answer {}

  /**
   * Not linearizable.
   *
   * @param suspects operations among which the violation is; everything else may be left out
   * @param last the position of a return by which no order is left
   * @param elements elements to which the history may be restricted so that the violation stays, or
   *     null when all are needed
   * @param pair two operations that are supposed to clash, or null
   */
  record No(boolean[] suspects, int last, @Nullable Set<Object> elements, @Nullable Pair pair)
      implements Answer {
    No(boolean[] suspects, int last) {
      this(suspects, last, null, null);
    }

    /** The same, and two operations that are supposed to clash. */
    No with(Pair two) {
      return new No(suspects, last, elements, two);
    }

    /** The same of a part of the problem. */
    No in(Problem problem, Problem part) {
      boolean[] some = new boolean[part.size()];
      int op = 0;
      for (int i = 0; i < some.length; i++) {
        while (problem.invocations()[op] != part.invocations()[i]) {
          op++;
        }
        some[i] = suspects[op];
      }
      return new No(some, last);
    }

    /** What a part says, in the numbers of the whole. */
    No inWhole(Problem problem, Parts parts, int part) {
      boolean[] some = new boolean[problem.size()];
      for (int op = 0; op < suspects.length; op++) {
        some[parts.operation(part, op)] = suspects[op];
      }
      return new No(some, last, elements == null ? parts.elements(part) : elements, null);
    }

    /** All operations on some elements. */
    static No among(Problem problem, Set<Object> elements) {
      return new No(everything(problem), problem.positions() - 1, elements, null);
    }

    /** Everything until the return of an operation. */
    static No until(Problem problem, int position) {
      return new No(everything(problem), position);
    }

    private static boolean[] everything(Problem problem) {
      boolean[] all = new boolean[problem.size()];
      Arrays.fill(all, true);
      return all;
    }
  }

  /**
   * Not decided.
   *
   * @param reason what ran out
   * @param deepest the furthest return that some order reached
   * @param widest the largest number of configurations at one return
   */
  record Undecided(String reason, int deepest, int widest) implements Answer {
    /** What a part says, in the numbers of the whole. */
    Undecided inWhole(Parts parts, int part) {
      return new Undecided(reason, parts.operation(part, deepest), widest);
    }
  }
}
