package dev.assay.histories.format;

import dev.assay.histories.History;
import java.io.IOException;
import java.io.OutputStream;

/** Jepsen's and Knossos' EDN: one vector or list of operation maps, or a map a line. */
public final class JepsenEdnFormat implements HistoryFormat {
  @Override
  public String name() {
    return "jepsen-edn";
  }

  @Override
  public String description() {
    return "Jepsen and Knossos EDN: a vector of operation maps, or one map a line (history.edn)";
  }

  @Override
  public boolean hasKeysInValues() {
    return true;
  }

  /** A map that begins with a keyword or is empty, perhaps tagged, perhaps in a vector or list. */
  @Override
  public Match detect(Sample sample) {
    int at = sample.firstByte(0);
    if (sample.at(at) == '[' || sample.at(at) == '(') {
      at = sample.firstByte(at + 1);
      if (at < 0 || sample.at(at) == ']' || sample.at(at) == ')') {
        return Match.GENERAL;
      }
    }
    if (sample.at(at) == '#') {
      while (at < sample.head().length && sample.at(at) > ' ' && sample.at(at) != '{') {
        at++;
      }
    }
    if (sample.at(at) != '{') {
      return Match.NO;
    }
    int key = sample.at(sample.firstByte(at + 1));
    return key == ':' || key == '}' ? Match.GENERAL : Match.NO;
  }

  @Override
  public void read(ByteInput in, EventSink out) throws IOException, HistoryFormatException {
    new LineChunks<>(in, new EdnLines(out, false)).readAll();
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public void write(History history, OutputStream out) throws IOException {
    new JepsenEdnWriter(out).write(history);
  }
}
