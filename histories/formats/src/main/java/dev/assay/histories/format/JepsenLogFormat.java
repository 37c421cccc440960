package dev.assay.histories.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Jepsen's log, in which {@code jepsen.util} prints every operation; other lines are passed over.
 * Porcupine's etcd histories are such logs.
 */
public final class JepsenLogFormat implements HistoryFormat {
  private static final byte[] LOGGER = "jepsen.util".getBytes(StandardCharsets.US_ASCII);

  @Override
  public String name() {
    return "jepsen-log";
  }

  @Override
  public String description() {
    return "Jepsen's log (jepsen.log, Porcupine's etcd logs): what jepsen.util printed";
  }

  @Override
  public boolean hasKeysInValues() {
    return true;
  }

  /** A line of an operation, or what Jepsen's log begins with before the first. */
  @Override
  public Match detect(Sample sample) {
    byte[] head = sample.head();
    for (int at = 0; at < head.length; at = sample.lineEnd(at) + 1) {
      if (operationAt(head, at, sample.lineEnd(at)) >= 0) {
        return Match.SPECIAL;
      }
    }
    String text = sample.text();
    return text.contains("INFO") && (text.contains("jepsen.core") || text.contains("jepsen.cli"))
        ? Match.GENERAL
        : Match.NO;
  }

  @Override
  public void read(ByteInput in, EventSink out) throws IOException, HistoryFormatException {
    OperationLines operations = new OperationLines(out);
    long skipped = 0;
    for (ByteInput line = in.nextLine(); line != null; line = in.nextLine()) {
      int at = operationAt(line.array(), line.start(), line.end());
      if (at >= 0) {
        line.skipTo(at);
        operations.read(line);
      } else if (line.peek() >= 0) {
        skipped++;
      }
    }
    if (out.size() == 0) {
      throw in.error("expected lines with operations of jepsen.util, found none");
    }
    if (skipped > 0) {
      out.warn(1, 0, skipped + " lines of the log are no operations and were passed over");
    }
  }

  /** Where the operation begins in a line, after the logger's name; -1 in any other line. */
  private static int operationAt(byte[] bytes, int from, int to) {
    for (int i = from; i + LOGGER.length + 3 < to; i++) {
      if (bytes[i] == 'j' && matches(bytes, i)) {
        int at = i + LOGGER.length;
        while (at < to
            && (bytes[at] == ' ' || bytes[at] == '-' || bytes[at] == ':')
            && !isNemesis(bytes, at, to)) {
          at++;
        }
        return OperationLines.isOperation(bytes, at, to) ? at : -1;
      }
    }
    return -1;
  }

  private static boolean isNemesis(byte[] bytes, int at, int to) {
    return bytes[at] == ':' && at + 1 < to && bytes[at + 1] == 'n';
  }

  private static boolean matches(byte[] bytes, int at) {
    for (int i = 0; i < LOGGER.length; i++) {
      if (bytes[at + i] != LOGGER[i]) {
        return false;
      }
    }
    return true;
  }
}
