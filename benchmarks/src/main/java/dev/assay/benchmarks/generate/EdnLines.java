package dev.assay.benchmarks.generate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes operations as Jepsen does, a map a line; a microsecond passes with each event. */
final class EdnLines {
  private static final int FLUSH_AT = 1 << 16;

  private final OutputStream out;
  private final StringBuilder text = new StringBuilder(2 * FLUSH_AT);
  private long index;

  EdnLines(OutputStream out) {
    this.out = out;
  }

  /** Begins an event; its value is what is appended to the builder until {@link #end}. */
  StringBuilder begin(String type, int process, String f) {
    return text.append("{:type :")
        .append(type)
        .append(", :process ")
        .append(process)
        .append(", :f :")
        .append(f)
        .append(", :value ");
  }

  /** Tells the timestamps of a transaction that takes effect with this event. */
  void timestamps() {
    text.append(", :start-ts [").append(index).append(" 0]");
    text.append(", :commit-ts [").append(index).append(" 1]");
  }

  void end() throws IOException {
    text.append(", :time ").append(index * 1_000).append(", :index ").append(index).append("}\n");
    index++;
    if (text.length() > FLUSH_AT) {
      flush();
    }
  }

  void flush() throws IOException {
    out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
    text.setLength(0);
    out.flush();
  }
}
