package dev.assay.histories.format;

import dev.assay.histories.History;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The text of Plume, AWDIT, PolySI's and VeriStrong's collections: {@code r(key,value,session,txn)}
 * or {@code w(…)} a line, in session order, of integers.
 *
 * <p>The operations of a transaction stand together among those of their session. Transaction
 * {@code -1} is one that did not commit.
 */
public final class PlumeFormat implements HistoryFormat {
  @Override
  public String name() {
    return "plume";
  }

  @Override
  public String description() {
    return "Plume's and AWDIT's text: r(key,value,session,txn) or w(…) a line";
  }

  @Override
  public Match detect(Sample sample) {
    int at = sample.firstByte(0);
    boolean operation = sample.at(at) == 'r' || sample.at(at) == 'w';
    int digit = sample.at(at + 2);
    return operation && sample.at(at + 1) == '(' && (digit == '-' || isDigit(digit))
        ? Match.SPECIAL
        : Match.NO;
  }

  private static boolean isDigit(int b) {
    return b >= '0' && b <= '9';
  }

  @Override
  public void read(ByteInput in, EventSink out) throws IOException, HistoryFormatException {
    PlumeReader reader = new PlumeReader(out);
    new LineChunks<>(in, reader).readAll();
    reader.emit();
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  /** Writes transactions of reads and writes of integers; refuses any other history. */
  @Override
  public void write(History history, OutputStream out) throws IOException, HistoryFormatException {
    PlumeWriter.write(history, out);
  }
}
