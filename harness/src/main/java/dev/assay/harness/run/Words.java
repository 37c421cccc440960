package dev.assay.harness.run;

import dev.assay.harness.ssh.SshException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What people read. */
final class Words {
  private Words() {}

  /** {@code 30 s}, {@code 1.5 s}. */
  static String of(Duration duration) {
    double seconds = duration.toMillis() / 1e3;
    return seconds == Math.rint(seconds) ? (long) seconds + " s" : seconds + " s";
  }

  /** What went wrong; the type only where the message alone would not tell. */
  static String of(Throwable error) {
    Throwable cause = error;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    if (message == null) {
      return cause.getClass().getSimpleName();
    }
    boolean isPlain =
        cause.getClass() == IOException.class
            || cause instanceof SshException
            || cause instanceof IllegalArgumentException
            || cause instanceof RunFailure;
    return isPlain ? message : cause.getClass().getSimpleName() + ": " + message;
  }
}
