package dev.assay.checkers;

/** What a check decided of one consistency model, and by what. */
public sealed interface Decision {
  /**
   * The history satisfies it.
   *
   * @param through the model that was decided: this one, or a stronger one that implies it
   * @param byOrder whether an order of the transactions that shows it was found; otherwise all that
   *     the model forbids was sought, and nothing was found
   */
  record Holds(String through, boolean byOrder) implements Decision {}

  /**
   * The history does not satisfy it.
   *
   * @param anomaly what it forbids and what was found, the gravest
   */
  record RuledOut(String anomaly) implements Decision {}

  /**
   * Neither is known.
   *
   * @param reason why, as a clause for people
   * @param hasNoCheck whether no check decides it by itself, whatever the history
   */
  record Undecided(String reason, boolean hasNoCheck) implements Decision {}
}
