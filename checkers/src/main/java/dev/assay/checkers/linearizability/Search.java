package dev.assay.checkers.linearizability;

import org.jspecify.annotations.Nullable;

/** A search for an order that can be interrupted and goes on where it was. */
interface Search {
  /** How far it is. */
  enum State {
    RUNNING,
    /** An order was found. */
    YES,
    /** There is no order. */
    NO
  }

  /**
   * Goes on until decided, or until about this many configurations more were made.
   *
   * @return why it had to stop, or null
   */
  @Nullable String run(long configurations, Limit limit);

  State state();

  /** The moves of the order that was found; only in state {@code YES}. */
  MoveLog.Moves moves();

  /** The number of the furthest return reached; in state {@code NO} the one that none passes. */
  int deepest();

  /** The largest number of configurations kept for one return. */
  int widest();

  /** How many bytes it holds. */
  long bytes();
}
