package dev.assay.checkers.invariants;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The client events of one object. */
final class Part {
  private static final int SHOWN_MAX = 80;

  private final History history;
  private final @Nullable Object key;
  private final int[] events;

  Part(History history, @Nullable Object key, int[] events) {
    this.history = history;
    this.key = key;
    this.events = events;
  }

  History history() {
    return history;
  }

  /** The object, or null when the history has only one. */
  @Nullable Object key() {
    return key;
  }

  /** The positions of its events, ascending. */
  int[] events() {
    return events;
  }

  boolean isInvocation(int event) {
    return history.type(event) == EventType.INVOKE;
  }

  /** Whether the event is the {@code ok} completion of such an operation. */
  boolean isOk(int event, String f) {
    return history.type(event) == EventType.OK && history.f(event).equals(f);
  }

  /** The elements that an event's value lists. */
  Collection<?> elements(int event) {
    Object value = history.value(event);
    if (value instanceof Collection<?> elements) {
      return elements;
    }
    throw shape(event, "a collection");
  }

  /** The integer that an event's value is. */
  long integer(int event) {
    Object value = history.value(event);
    if (value instanceof Long number) {
      return number;
    }
    throw shape(event, "an integer of at most 64 bits");
  }

  /** The complaint that an event's value is not what the workload prescribes. */
  UndecidedException shape(int event, String expected) {
    String value = String.valueOf(history.value(event));
    String shown = value.length() > SHOWN_MAX ? value.substring(0, SHOWN_MAX) + "…" : value;
    return new UndecidedException(
        "expected "
            + expected
            + " as the value of "
            + history.f(event)
            + " at index "
            + history.index(event)
            + ", got "
            + shown
            + ": is this another workload? Name it with --workload");
  }
}
