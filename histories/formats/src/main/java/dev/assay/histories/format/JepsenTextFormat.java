package dev.assay.histories.format;

import java.io.IOException;

/** Jepsen's {@code history.txt}: an operation a line, its fields between tabs. */
public final class JepsenTextFormat implements HistoryFormat {
  @Override
  public String name() {
    return "jepsen-text";
  }

  @Override
  public String description() {
    return "Jepsen's history.txt: process, :type, :f, value, error between tabs";
  }

  @Override
  public boolean hasKeysInValues() {
    return true;
  }

  @Override
  public Match detect(Sample sample) {
    int at = 0;
    while (sample.at(at) == '\n' || sample.at(at) == '\r') {
      at++;
    }
    return OperationLines.isOperation(sample.head(), at, sample.lineEnd(at))
        ? Match.GENERAL
        : Match.NO;
  }

  @Override
  public void read(ByteInput in, EventSink out) throws IOException, HistoryFormatException {
    OperationLines operations = new OperationLines(out);
    for (ByteInput line = in.nextLine(); line != null; line = in.nextLine()) {
      if (line.peek() >= 0) {
        operations.read(line);
      }
    }
  }
}
