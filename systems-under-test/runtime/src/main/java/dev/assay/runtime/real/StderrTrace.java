package dev.assay.runtime.real;

import dev.assay.runtime.Trace;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Lines on a stream: UTC time, node, sentence. */
final class StderrTrace implements Trace {
  private final String node;
  private final boolean detailed;
  private final PrintStream out;

  StderrTrace(String node, boolean detailed, PrintStream out) {
    this.node = node;
    this.detailed = detailed;
    this.out = out;
  }

  @Override
  public void log(String sentence) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    out.println(now + " " + node + " " + oneLine(sentence));
  }

  void log(String sentence, Throwable cause) {
    StringWriter stack = new StringWriter();
    cause.printStackTrace(new PrintWriter(stack));
    log(sentence);
    out.print(stack);
    out.flush();
  }

  @Override
  public boolean detailed() {
    return detailed;
  }

  @Override
  public void event(String kind, String details) {
    if (detailed) {
      log(kind + ": " + details);
    }
  }

  /** What others sent may be quoted in a sentence: it must not forge lines of its own. */
  private static String oneLine(String sentence) {
    StringBuilder line = new StringBuilder(sentence.length());
    sentence.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return line.toString();
  }
}
