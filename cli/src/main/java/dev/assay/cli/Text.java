package dev.assay.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Small pieces of text for the terminal. */
final class Text {
  private static final int PRINTABLE_CHARS_MAX = 200;

  private Text() {}

  /**
   * What may be shown of untrusted text on one line of a terminal: control characters, which could
   * move the cursor or change colours, are written as escapes, and much is cut.
   */
  static String printable(String text) {
    return printable(text, PRINTABLE_CHARS_MAX);
  }

  /** The same, cut after so many characters. */
  static String printable(String text, int charsMax) {
    StringBuilder shown = new StringBuilder();
    int end = Math.min(text.length(), charsMax);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        shown.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        shown.append(c);
      }
    }
    return end < text.length() ? shown + "…" : shown.toString();
  }

  /** {@code 3.2 s}, {@code 45 s}, {@code 2 min 5 s}. */
  static String seconds(long nanos) {
    Duration time = Duration.ofNanos(nanos);
    if (time.toSeconds() >= 60) {
      return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }
    double seconds = nanos / 1e9;
    return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
  }

  /** {@code 12,345}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 operation}, {@code 2 operations}. */
  static String count(long number, String one) {
    return count(number, one, one + "s");
  }

  /** The number with its noun: {@code 2 anomalies}. */
  static String count(long number, String one, String many) {
    return count(number) + " " + (number == 1 ? one : many);
  }

  /** The words of the text in lines of at most so many columns; a longer word is not cut. */
  static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
