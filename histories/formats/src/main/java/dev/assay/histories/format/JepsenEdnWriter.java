package dev.assay.histories.format;

import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a map a line, as Jepsen's history.edn; a key goes into the value as {@code [key v]}. */
final class JepsenEdnWriter {
  private static final int FLUSH_BYTES = 1 << 16;

  private final OutputStream target;
  private final ByteOutput out = new ByteOutput(FLUSH_BYTES + 1024);

  JepsenEdnWriter(OutputStream target) {
    this.target = target;
  }

  void write(History history) throws IOException {
    for (int e = 0; e < history.size(); e++) {
      event(history, e);
      if (out.size() >= FLUSH_BYTES) {
        out.writeTo(target);
        out.clear();
      }
    }
    out.writeTo(target);
    target.flush();
  }

  private void event(History history, int e) {
    out.ascii("{:index ");
    out.integer(history.index(e));
    if (history.hasTimes()) {
      out.ascii(", :time ");
      out.integer(history.timeNanos(e));
    }
    out.ascii(", :type :");
    out.ascii(history.type(e).jepsenName());
    out.ascii(", :process ");
    if (history.isClient(e)) {
      out.integer(history.process(e));
    } else {
      out.ascii(":nemesis");
    }
    out.ascii(", :f :");
    out.utf8(history.f(e));
    out.ascii(", :value ");
    if (history.keyId(e) != History.NONE) {
      out.put('[');
      EdnValues.write(history.key(e), out);
      out.put(' ');
      EdnValues.write(history.value(e), out);
      out.put(']');
    } else {
      EdnValues.write(history.value(e), out);
    }
    for (Map.Entry<String, @Nullable Object> field : OrderField.write(history, e).entrySet()) {
      out.ascii(", ");
      EdnValues.write(new Keyword(field.getKey()), out);
      out.put(' ');
      EdnValues.write(field.getValue(), out);
    }
    out.ascii("}\n");
  }
}
