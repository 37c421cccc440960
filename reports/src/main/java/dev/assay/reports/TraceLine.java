package dev.assay.reports;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a simulated run's trace.
 *
 * @param millis virtual time, as it stands there
 * @param kind {@code send}, {@code receive}, {@code crash} …
 * @param lane the node or client where it happened
 * @param peer whom it concerns besides
 * @param message number of the message or request, or empty
 */
record TraceLine(
    String millis,
    String kind,
    String lane,
    @Nullable String peer,
    String message,
    String details) {
  private static final Pattern LINE =
      Pattern.compile(
          " *([0-9.]{1,20}) ms  (\\w+) +([^<>#]{1,80}?)"
              + "(?: [<>] ([^<>#]{1,80}?))?(?: #(\\d+))?  (.*)");

  /** Reads a line; empty when it is no event. */
  static Optional<TraceLine> of(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String number = parts.group(5) == null ? "" : parts.group(5);
    return Optional.of(
        new TraceLine(
            parts.group(1),
            parts.group(2),
            parts.group(3),
            parts.group(4),
            number,
            parts.group(6)));
  }

  long nanos() {
    return (long) (Double.parseDouble(millis) * 1e6);
  }

  /** What begins an arrow and what ends it have the same key. */
  String arrow() {
    return switch (kind) {
      case "send", "receive", "lose" -> "message " + message;
      case "request", "handle" -> "request " + message;
      case "answer", "answered", "failed" -> "answer " + message;
      default -> "";
    };
  }

  boolean begins() {
    return kind.equals("send") || kind.equals("request") || kind.equals("answer");
  }
}
