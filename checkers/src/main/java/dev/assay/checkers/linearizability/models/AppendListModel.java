package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.linearizability.Action;
import dev.assay.checkers.linearizability.Model;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A list: {@code append v} at its end, {@code read} of all of it. Initially empty. */
public final class AppendListModel implements Model {
  @Override
  public String name() {
    return "append-list";
  }

  @Override
  public Object initial() {
    return List.of();
  }

  @Override
  public @Nullable String complaint(Action action) {
    return switch (action.f()) {
      case "append" ->
          action.input() == null ? Complaints.badValue(action, "append of a value") : null;
      case "read" ->
          action.result() == null || action.result() instanceof List<?>
              ? null
              : Complaints.badResult(action, "a list");
      default -> Complaints.unknown(action, "append or read");
    };
  }

  @Override
  public @Nullable Object step(Object state, Action action) {
    List<Object> list = CollectionModel.elements(state);
    if (action.f().equals("append")) {
      return Lists.append(list, Objects.requireNonNull(action.input()));
    }
    return !action.isOk() || list.equals(read(action)) ? state : null;
  }

  /** What was read; nil is the empty list. */
  public static List<?> read(Action action) {
    return action.result() instanceof List<?> list ? list : List.of();
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
  @SuppressWarnings("unchecked")
  public Collection<Object> elements(Action action) {
    return action.f().equals("append")
        ? List.of(Objects.requireNonNull(action.input()))
        : (Collection<Object>) read(action);
  }

  @Override
  public @Nullable Action restrict(Action action, Set<Object> elements) {
    if (action.f().equals("append")) {
      return elements.contains(Objects.requireNonNull(action.input())) ? action : null;
    }
    if (!action.isOk()) {
      return null;
    }
    List<Object> left = new ArrayList<>(read(action));
    boolean isShorter = left.removeIf(element -> !elements.contains(element));
    return isShorter ? new Action("read", null, List.copyOf(left), action.outcome()) : action;
  }

  @Override
  public List<@Nullable Object> legalResults(Object state, Action action) {
    return List.of(action.f().equals("read") ? state : Objects.requireNonNull(action.input()));
  }
}
