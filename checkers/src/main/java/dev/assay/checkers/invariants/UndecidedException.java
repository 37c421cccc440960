package dev.assay.checkers.invariants;

/** Ends the judging of an object; the message is the reason that the user reads. */
final class UndecidedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UndecidedException(String reason) {
    super(reason, null, false, false);
  }
}
