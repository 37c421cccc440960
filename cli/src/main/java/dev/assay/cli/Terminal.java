package dev.assay.cli;

import dev.assay.checkers.Verdict;
import java.io.PrintWriter;

/**
 * Where the command writes.
 *
 * @param live whether standard output is a terminal, on which a line can be drawn again
 * @param color whether colours are wanted: on a terminal, unless {@code NO_COLOR} is set
 */
record Terminal(PrintWriter out, PrintWriter err, boolean live, boolean color) {
  /** What the launcher found: Java itself cannot tell reliably whether it writes to a terminal. */
  static Terminal of(PrintWriter out, PrintWriter err) {
    boolean live = Boolean.getBoolean("assay.terminal") && !"dumb".equals(System.getenv("TERM"));
    String noColor = System.getenv("NO_COLOR");
    return new Terminal(out, err, live, live && (noColor == null || noColor.isEmpty()));
  }

  /** Plain text, as for a pipe. */
  static Terminal plain(PrintWriter out, PrintWriter err) {
    return new Terminal(out, err, false, false);
  }

  String green(String text) {
    return paint("32", text);
  }

  String red(String text) {
    return paint("31;1", text);
  }

  String yellow(String text) {
    return paint("33", text);
  }

  String bold(String text) {
    return paint("1", text);
  }

  String dim(String text) {
    return paint("2", text);
  }

  /** The verdict's label in its colour. */
  String verdict(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Valid v -> green(v.label());
      case Verdict.Invalid i -> red(i.label());
      case Verdict.Unknown u -> yellow(u.label());
    };
  }

  private String paint(String code, String text) {
    return color ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
