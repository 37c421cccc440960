package dev.assay.histories.format;

import java.io.IOException;

/** Porcupine's key-value logs: Jepsen-like maps with a field {@code :key}. */
public final class PorcupineKvFormat implements HistoryFormat {
  @Override
  public String name() {
    return "porcupine-kv";
  }

  @Override
  public String description() {
    return "Porcupine's key-value logs: EDN maps with :key; get, put, append of strings";
  }

  /** The first operation is a get, put or append with a key. */
  @Override
  public Match detect(Sample sample) {
    int at = sample.firstByte(0);
    if (sample.at(at) != '{') {
      return Match.NO;
    }
    String first = sample.text().substring(at, sample.lineEnd(at));
    boolean kv =
        first.contains(":f :get") || first.contains(":f :put") || first.contains(":f :append");
    return kv && first.contains(":key ") ? Match.SPECIAL : Match.NO;
  }

  @Override
  public void read(ByteInput in, EventSink out) throws IOException, HistoryFormatException {
    new EdnEvents(in, out, true).readAll();
  }
}
