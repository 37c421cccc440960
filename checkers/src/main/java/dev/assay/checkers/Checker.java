package dev.assay.checkers;

import dev.assay.histories.History;

/** Judges a history. Pure: the same history and an ample budget give the same verdict. */
public interface Checker {
  /**
   * Judges the history within the budget.
   *
   * @return {@code Unknown} when the budget runs out, never a guess; no exception for any history
   */
  Verdict check(History history, Budget budget);

  /** Judges a history that begins now and grows. */
  default OnlineCheck online() {
    return new RepeatedCheck(this);
  }
}
