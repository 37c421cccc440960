package dev.assay.harness.run;

import dev.assay.histories.EventType;
import dev.assay.histories.format.HistoryLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where events are written as they happen; safe for use by many threads. */
interface EventLog extends AutoCloseable {
  /**
   * Adds an event after all before it, and sees to it that times do not decrease. The order is
   * fixed when it returns. What the disk says is told by {@link #failure}.
   *
   * @throws IllegalArgumentException when a value is not plain data; nothing is added then
   */
  void append(
      EventType type,
      int process,
      String f,
      @Nullable Object key,
      @Nullable Object value,
      long timeNanos,
      Map<String, ? extends @Nullable Object> extra);

  /** Why it cannot be written any more, or null. */
  @Nullable IOException failure();

  @Override
  void close() throws IOException;

  /** The history of a run, in a new file. */
  static EventLog create(Path file) throws IOException {
    HistoryLog log = HistoryLog.create(file);
    return new EventLog() {
      @Override
      public void append(
          EventType type,
          int process,
          String f,
          @Nullable Object key,
          @Nullable Object value,
          long timeNanos,
          Map<String, ? extends @Nullable Object> extra) {
        log.append(type, process, f, key, value, timeNanos, extra);
      }

      @Override
      public @Nullable IOException failure() {
        return log.failure();
      }

      @Override
      public void close() throws IOException {
        log.close();
      }
    };
  }

  /** Opens logs. */
  @FunctionalInterface
  interface Source {
    EventLog open(Path file) throws IOException;
  }
}
