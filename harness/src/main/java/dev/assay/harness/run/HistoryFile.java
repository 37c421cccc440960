package dev.assay.harness.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A history as JSON lines. */
final class HistoryFile implements EventLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BufferedWriter out;
  private long index;
  private volatile @Nullable IOException failure;

  private HistoryFile(BufferedWriter out) {
    this.out = out;
  }

  static HistoryFile open(Path file) throws IOException {
    return new HistoryFile(Files.newBufferedWriter(file));
  }

  @Override
  public void append(
      EventType type,
      int process,
      String f,
      @Nullable Object key,
      @Nullable Object value,
      long timeNanos,
      Map<String, ? extends @Nullable Object> extra) {
    if (failure != null) {
      return;
    }
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("index", index++);
    event.put("type", type.jepsenName());
    event.put("process", process == History.NEMESIS ? "nemesis" : process);
    event.put("f", f);
    if (key != null) {
      event.put("key", key);
    }
    event.put("value", value);
    event.put("time", timeNanos);
    event.putAll(extra);
    try {
      out.write(JSON.writeValueAsString(event));
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      failure = e;
    }
  }

  @Override
  public @Nullable IOException failure() {
    return failure;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
