package dev.assay.harness.run;

import dev.assay.histories.EventType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where events are written as they happen. Called by one thread at a time. */
interface EventLog extends AutoCloseable {
  /** Adds an event after all before it. Does not throw: see {@link #failure}. */
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

  /** Opens logs. */
  @FunctionalInterface
  interface Source {
    EventLog open(Path file) throws IOException;
  }
}
