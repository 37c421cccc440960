package dev.assay.histories.format;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes events in the format of {@link JsonLinesFormat}. */
final class JsonLinesWriter {
  private static final int FLUSH_BYTES = 1 << 16;

  private JsonLinesWriter() {}

  static void write(History history, OutputStream target) throws IOException {
    ByteOutput out = new ByteOutput(FLUSH_BYTES + 1024);
    for (int e = 0; e < history.size(); e++) {
      prefix(out, history.index(e), history.hasTimes() ? history.timeNanos(e) : History.NO_TIME);
      body(
          out,
          history.type(e),
          history.process(e),
          history.f(e),
          history.key(e),
          history.value(e),
          OrderField.write(history, e));
      if (out.size() >= FLUSH_BYTES) {
        out.writeTo(target);
        out.clear();
      }
    }
    out.writeTo(target);
    target.flush();
  }

  /** The beginning of a line; {@link #body} is the rest. */
  static void prefix(ByteOutput out, long index, long timeNanos) {
    out.ascii("{\"index\":");
    out.integer(index);
    if (timeNanos != History.NO_TIME) {
      out.ascii(",\"time\":");
      out.integer(timeNanos);
    }
  }

  /** The bytes of a line after {@link #prefix}. */
  static byte[] body(
      EventType type,
      int process,
      String f,
      @Nullable Object key,
      @Nullable Object value,
      Map<String, ? extends @Nullable Object> extra) {
    ByteOutput out = new ByteOutput(96);
    body(out, type, process, f, key, value, extra);
    return out.toBytes();
  }

  private static void body(
      ByteOutput out,
      EventType type,
      int process,
      String f,
      @Nullable Object key,
      @Nullable Object value,
      Map<String, ? extends @Nullable Object> extra) {
    out.ascii(",\"type\":\"");
    out.ascii(type.jepsenName());
    out.ascii("\",\"process\":");
    if (process == History.NEMESIS) {
      out.ascii("\"nemesis\"");
    } else {
      out.integer(process);
    }
    out.ascii(",\"f\":");
    out.quoted(f);
    if (key != null) {
      out.ascii(",\"key\":");
      JsonValues.write(key, out);
    }
    out.ascii(",\"value\":");
    JsonValues.write(value, out);
    for (Map.Entry<String, ? extends @Nullable Object> field : extra.entrySet()) {
      out.put(',');
      out.quoted(JsonLinesFormat.fieldOf(field.getKey()));
      out.put(':');
      JsonValues.write(field.getValue(), out);
    }
    out.ascii("}\n");
  }
}
