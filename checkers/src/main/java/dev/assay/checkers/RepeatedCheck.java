package dev.assay.checkers;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the whole history again each time it has grown by half: in all about three times the work
 * of one check, whatever the checker. Keeps all events.
 */
final class RepeatedCheck implements OnlineCheck {
  private static final int EVENTS_MIN = 200;

  private final Checker checker;
  private final List<Event> events = new ArrayList<>();
  private int checked;
  private @Nullable String violation;

  private record Event(
      EventType type,
      int process,
      String f,
      @Nullable Object key,
      @Nullable Object value,
      long timeNanos,
      Map<String, @Nullable Object> extra) {}

  RepeatedCheck(Checker checker) {
    this.checker = checker;
  }

  @Override
  public void add(
      EventType type,
      int process,
      String f,
      @Nullable Object key,
      @Nullable Object value,
      long timeNanos,
      Map<String, @Nullable Object> extra) {
    events.add(new Event(type, process, f, key, value, timeNanos, extra));
  }

  @Override
  public @Nullable String violation(Budget budget) {
    if (violation != null || events.size() < Math.max(EVENTS_MIN, checked + checked / 2)) {
      return violation;
    }
    checked = events.size();
    History.Builder builder = History.builder();
    for (Event event : events) {
      builder.add(
          event.type,
          event.process,
          event.f,
          event.key,
          event.value,
          event.timeNanos,
          builder.size(),
          event.extra);
    }
    if (checker.check(builder.build(), budget) instanceof Verdict.Invalid invalid) {
      violation = invalid.anomalies().get(0).name();
    }
    return violation;
  }

  @Override
  public @Nullable String givenUp() {
    return null;
  }
}
