package dev.assay.cli;

/** What the user asked for cannot be done; the message says why and what can. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
