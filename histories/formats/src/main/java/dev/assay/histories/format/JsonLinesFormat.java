package dev.assay.histories.format;

import dev.assay.histories.History;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;

/**
 * Assay's own format, one event a line:
 *
 * <pre>
 * {"index":0,"time":123,"type":"invoke","process":0,"f":"cas","key":"k1","value":[1,2]}
 * </pre>
 *
 * <p>{@code time} in nanoseconds since the run began; {@code process} a number or {@code
 * "nemesis"}; {@code index}, {@code time}, {@code key} and {@code value} may be absent; any other
 * field is kept. Values are encoded as {@link JsonValues} says. A torn last line is what {@code
 * kill -9} of a writer leaves: it is dropped with a warning.
 */
public final class JsonLinesFormat implements HistoryFormat {
  private static final Set<String> FIELDS =
      Set.of("index", "time", "type", "process", "f", "key", "value");

  @Override
  public String name() {
    return "jsonl";
  }

  @Override
  public String description() {
    return "Assay's JSON lines: one event a line (history.jsonl)";
  }

  /** An object with quoted names, not in an array. */
  @Override
  public Match detect(Sample sample) {
    int at = sample.firstByte(0);
    return sample.at(at) == '{' && sample.at(sample.firstByte(at + 1)) == '"'
        ? Match.GENERAL
        : Match.NO;
  }

  @Override
  public void read(ByteInput in, EventSink out) throws IOException, HistoryFormatException {
    new JsonEvents(in, out, false).readLines();
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public void write(History history, OutputStream out) throws IOException {
    JsonLinesWriter.write(history, out);
  }

  /** The name in the file of an extra field. */
  static String fieldOf(String extra) {
    return FIELDS.contains(extra) || extra.startsWith("#") ? "#" + extra : extra;
  }

  /** The extra field of a name in the file. */
  static String extraOf(String field) {
    return field.startsWith("#") ? field.substring(1) : field;
  }
}
