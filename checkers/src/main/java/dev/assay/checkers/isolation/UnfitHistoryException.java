package dev.assay.checkers.isolation;

/**
 * The history is none of the workload whose rules should apply; the message says why, for people.
 */
public final class UnfitHistoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnfitHistoryException(String message) {
    super(message);
  }
}
