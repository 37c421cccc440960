package dev.assay.simulation;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Records events in memory, in the order in which they happen. */
final class Journal {
  private final History.Builder events = History.builder();
  private long ok;
  private long fail;
  private long info;

  void invoke(long timeNanos, int process, Operation operation, Map<String, Object> extra) {
    add(EventType.INVOKE, timeNanos, process, operation, operation.value(), extra);
  }

  void complete(long timeNanos, int process, Operation operation, Outcome outcome) {
    switch (outcome) {
      case Outcome.Ok done -> {
        add(EventType.OK, timeNanos, process, operation, done.value(), done.extra());
        ok++;
      }
      case Outcome.Fail failed -> {
        unsuccessful(EventType.FAIL, timeNanos, process, operation, failed.error());
        fail++;
      }
      case Outcome.Info unknown -> {
        unsuccessful(EventType.INFO, timeNanos, process, operation, unknown.error());
        info++;
      }
    }
  }

  void nemesis(long timeNanos, String f, @Nullable Object value, Map<String, Object> extra) {
    events.add(
        EventType.INFO,
        History.NEMESIS,
        f,
        null,
        value,
        timeNanos,
        events.size(),
        new TreeMap<>(extra));
  }

  long okCount() {
    return ok;
  }

  long operations() {
    return ok + fail + info;
  }

  History history() {
    return events.build();
  }

  private void unsuccessful(
      EventType type, long timeNanos, int process, Operation operation, String error) {
    add(type, timeNanos, process, operation, operation.value(), Map.of("error", error));
  }

  private void add(
      EventType type,
      long timeNanos,
      int process,
      Operation operation,
      @Nullable Object value,
      Map<String, ?> extra) {
    events.add(
        type,
        process,
        operation.f(),
        operation.key(),
        value,
        timeNanos,
        events.size(),
        new TreeMap<>(extra));
  }
}
