package dev.assay.checkers.isolation.solver;

import java.util.List;

/** What the search says of a {@link Polygraph}. */
public sealed interface Answer {
  /** There is an order of all nodes. */
  final class Ordered implements Answer {
    private final int[] nodes;

    Ordered(int[] nodes) {
      this.nodes = nodes;
    }

    /** The nodes in that order. */
    public int[] nodes() {
      return nodes.clone();
    }
  }

  /**
   * There is none, because all of these cycles cannot be avoided together: whatever order the pairs
   * of writers that they suppose have, one of the cycles is there.
   */
  record Refuted(List<SupposedCycle> cycles) implements Answer {}

  /** The budget ran out; {@code reason} says which. */
  record Undecided(String reason) implements Answer {}
}
