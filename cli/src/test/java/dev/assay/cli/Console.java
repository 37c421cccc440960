package dev.assay.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** Runs the command in this process and keeps what it says. */
final class Console {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Runs {@code assay} with the arguments; returns its exit code. */
  int assay(String... args) {
    return Main.run(plain(), args);
  }

  Terminal plain() {
    return new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
  }

  /** A terminal on which lines are drawn again, with or without colours. */
  Terminal live(boolean color) {
    return new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), true, color);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  List<String> outLines() {
    return out().lines().toList();
  }

  List<String> errLines() {
    return err().lines().toList();
  }
}
