package dev.assay.harness.run;

/** A run cannot begin or go on; the message tells people why. */
final class RunFailure extends Exception {
  RunFailure(String message) {
    super(message);
  }

  RunFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
