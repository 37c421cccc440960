package dev.assay.checkers.linearizability;

/** A history holds an operation that the model does not know. The message is for the user. */
final class ComplaintException extends Exception {
  private static final long serialVersionUID = 1;

  private final String complaint;

  ComplaintException(String complaint) {
    super(complaint);
    this.complaint = complaint;
  }

  String complaint() {
    return complaint;
  }
}
