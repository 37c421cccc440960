package dev.assay.harness.run;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Puts events in one order, with times that never decrease along it, and counts.
 *
 * <p>A verdict is only as true as this order: an invocation must be recorded before the request
 * leaves, a completion after the response arrived. The place of an event is fixed when the method
 * that records it returns.
 */
final class Recorder {
  private final EventLog log;
  private volatile long beginNanos = System.nanoTime();
  private final AtomicLong ok = new AtomicLong();
  private final AtomicLong fail = new AtomicLong();
  private final AtomicLong info = new AtomicLong();

  Recorder(EventLog log) {
    this.log = log;
  }

  /** Makes now the time from which times are counted. */
  void begin() {
    beginNanos = System.nanoTime();
  }

  /** Nanoseconds since {@link #begin}. */
  long nowNanos() {
    return System.nanoTime() - beginNanos;
  }

  void invoke(int process, Operation operation, Map<String, ?> extra) {
    append(EventType.INVOKE, process, operation.f(), operation.key(), operation.value(), extra);
  }

  /** Records how an operation ended; one whose value is not plain data as {@code info}. */
  void complete(int process, Operation operation, Outcome outcome) {
    switch (outcome) {
      case Outcome.Ok done -> {
        try {
          append(EventType.OK, process, operation.f(), operation.key(), done.value(), done.extra());
        } catch (IllegalArgumentException e) {
          complete(process, operation, new Outcome.Info("ok, but: " + Words.of(e)));
          return;
        }
        ok.incrementAndGet();
      }
      case Outcome.Fail failed -> {
        unsuccessful(EventType.FAIL, process, operation, failed.error());
        fail.incrementAndGet();
      }
      case Outcome.Info unknown -> {
        unsuccessful(EventType.INFO, process, operation, unknown.error());
        info.incrementAndGet();
      }
    }
  }

  /** Records what a nemesis did. */
  void nemesis(String f, @Nullable Object value, Map<String, ?> extra) {
    try {
      append(EventType.INFO, History.NEMESIS, f, null, value, extra);
    } catch (IllegalArgumentException e) {
      append(EventType.INFO, History.NEMESIS, f, null, String.valueOf(value), extra);
    }
  }

  long okCount() {
    return ok.get();
  }

  long failCount() {
    return fail.get();
  }

  long infoCount() {
    return info.get();
  }

  /** Why nothing more can be recorded, or null. */
  @Nullable IOException failure() {
    return log.failure();
  }

  private void unsuccessful(EventType type, int process, Operation operation, String error) {
    append(
        type, process, operation.f(), operation.key(), operation.value(), Map.of("error", error));
  }

  private void append(
      EventType type,
      int process,
      String f,
      @Nullable Object key,
      @Nullable Object value,
      Map<String, ?> extra) {
    log.append(type, process, f, key, value, nowNanos(), extra);
  }
}
