package dev.assay.checkers.isolation.weak;

import java.util.List;

/** What became of a level. */
sealed interface WeakAnswer {
  /** It holds. */
  final class Holds implements WeakAnswer {
    private final int[] order;

    Holds(int[] order) {
      this.order = order;
    }

    /** All transactions that took effect, in an order of commits that shows it. */
    int[] order() {
      return order;
    }
  }

  /**
   * It does not hold.
   *
   * @param count how many independent reasons there are: components, and reads of a key as it was
   *     before the first write
   * @param cycles some of them
   */
  record Broken(int count, List<CommitCycle> cycles) implements WeakAnswer {}

  /**
   * It was not found out.
   *
   * @param reason as the end of a sentence
   */
  record Undecided(String reason) implements WeakAnswer {}
}
