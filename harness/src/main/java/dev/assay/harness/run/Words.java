package dev.assay.harness.run;

import dev.assay.harness.ssh.SshException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What people read. */
final class Words {
  private static final int DATA_CHARS_MAX = 80;
  private static final Pattern DATA_NOISE = Pattern.compile("\\p{Cntrl}");

  private Words() {}

  /** {@code 30 s}, {@code 1.5 s}. */
  static String of(Duration duration) {
    double seconds = duration.toMillis() / 1e3;
    return seconds == Math.rint(seconds) ? (long) seconds + " s" : seconds + " s";
  }

  /**
   * Plain data on one short line: {@code {shape: halves, …}}. Control characters, which could do
   * harm on a terminal, are left out.
   */
  static String ofData(@Nullable Object data) {
    String text = DATA_NOISE.matcher(String.valueOf(data)).replaceAll("").replace('=', ' ');
    return text.length() <= DATA_CHARS_MAX ? text : text.substring(0, DATA_CHARS_MAX) + "…";
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
