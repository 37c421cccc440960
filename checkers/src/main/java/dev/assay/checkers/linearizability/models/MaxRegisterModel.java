package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.linearizability.Action;
import dev.assay.checkers.linearizability.Model;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The greatest integer written: {@code write n}, {@code read}; nil before the first write. */
public final class MaxRegisterModel implements Model {
  /** Less than any integer that may be written. */
  private static final long NOTHING_YET = Long.MIN_VALUE;

  @Override
  public String name() {
    return "max-register";
  }

  @Override
  public Object initial() {
    return NOTHING_YET;
  }

  @Override
  public @Nullable String complaint(Action action) {
    return switch (action.f()) {
      case "write" ->
          action.input() instanceof Long value && value > NOTHING_YET
              ? null
              : Complaints.badValue(action, "write of an integer");
      case "read" ->
          action.result() == null || action.result() instanceof Long
              ? null
              : Complaints.badResult(action, "an integer or nil");
      default -> Complaints.unknown(action, "write or read");
    };
  }

  @Override
  public @Nullable Object step(Object state, Action action) {
    if (action.f().equals("read")) {
      return !action.isOk() || state.equals(value(action)) ? state : null;
    }
    return Math.max((Long) state, value(action));
  }

  @Override
  public boolean isReadOnly(Action action) {
    return action.f().equals("read");
  }

  @Override
  public boolean hasElements() {
    return true;
  }

  @Override
  public Collection<Object> elements(Action action) {
    Object element = action.f().equals("write") ? action.input() : action.result();
    return element == null ? List.of() : List.of(element);
  }

  @Override
  public @Nullable Action restrict(Action action, Set<Object> elements) {
    return elements.containsAll(elements(action)) ? action : null;
  }

  @Override
  public boolean canFollow(Action first, Action second) {
    return second.f().equals("write") || value(first) <= value(second);
  }

  @Override
  public List<@Nullable Object> legalResults(Object state, Action action) {
    return Collections.singletonList(action.f().equals("read") ? show(state) : action.input());
  }

  @Override
  public @Nullable Object show(Object state) {
    return state.equals(NOTHING_YET) ? null : state;
  }

  /** What was written, or read; the least long for nil. */
  public static long value(Action action) {
    Object value = action.f().equals("write") ? action.input() : action.result();
    return value instanceof Long number ? number : NOTHING_YET;
  }
}
