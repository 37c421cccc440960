package dev.assay.checkers.invariants;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A history written down event by event, a millisecond apart. */
final class Script {
  private final History.Builder builder = History.builder();
  private long nanos = 1_000_000_000;

  Script event(EventType type, int process, String f, @Nullable Object value) {
    builder.add(type, process, f, null, value, nanos, builder.size(), Map.of());
    nanos += 1_000_000;
    return this;
  }

  Script invoke(int process, String f, @Nullable Object value) {
    return event(EventType.INVOKE, process, f, value);
  }

  Script ok(int process, String f, @Nullable Object value) {
    return event(EventType.OK, process, f, value);
  }

  Script fail(int process, String f, @Nullable Object value) {
    return event(EventType.FAIL, process, f, value);
  }

  Script info(int process, String f, @Nullable Object value) {
    return event(EventType.INFO, process, f, value);
  }

  /** An operation that succeeds before anything else happens. */
  Script done(int process, String f, @Nullable Object argument, @Nullable Object result) {
    return invoke(process, f, argument).ok(process, f, result);
  }

  History history() {
    return builder.build();
  }
}
