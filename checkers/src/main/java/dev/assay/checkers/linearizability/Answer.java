package dev.assay.checkers.linearizability;

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
   */
  record No(boolean[] suspects, int last) implements Answer {}

  /**
   * Not decided.
   *
   * @param reason what ran out
   * @param deepest the furthest return that some order reached
   * @param widest the largest number of configurations at one return
   */
  record Undecided(String reason, int deepest, int widest) implements Answer {}
}
