package dev.assay.histories.format;

import dev.assay.histories.History;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What elle-cli reads with {@code --format json}: an array of operations with the names of Jepsen's
 * EDN as strings. The names of micro-operations become keywords; other strings stay strings.
 */
public final class ElleJsonFormat implements HistoryFormat {
  @Override
  public String name() {
    return "elle-json";
  }

  @Override
  public String description() {
    return "elle-cli's JSON: an array of operations with Jepsen's field names";
  }

  @Override
  public boolean hasKeysInValues() {
    return true;
  }

  /** An array whose first element is an object. */
  @Override
  public Match detect(Sample sample) {
    int at = sample.firstByte(0);
    int object = sample.firstByte(at + 1);
    return sample.at(at) == '['
            && sample.at(object) == '{'
            && sample.at(sample.firstByte(object + 1)) == '"'
        ? Match.GENERAL
        : Match.NO;
  }

  @Override
  public void read(ByteInput in, EventSink out) throws IOException, HistoryFormatException {
    new JsonEvents(in, out, true).readElle();
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  /**
   * Keywords and symbols become strings, sets and other lists arrays: some EDN does not survive.
   */
  @Override
  public void write(History history, OutputStream out) throws IOException, HistoryFormatException {
    new ElleJsonWriter(out).write(history);
  }
}
