package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.linearizability.Action;
import dev.assay.checkers.linearizability.Model;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An append-only log: {@code append v} gives its offset, counted from 0, {@code read offset} gives
 * what is there or nil beyond the end, {@code size} gives the number of entries. Initially empty.
 */
public final class LogModel implements Model {
  @Override
  public String name() {
    return "log";
  }

  @Override
  public Object initial() {
    return List.of();
  }

  @Override
  public @Nullable String complaint(Action action) {
    return switch (action.f()) {
      case "append" -> {
        if (action.argument() == null) {
          yield Complaints.badValue(action, "append of a value");
        }
        yield isIntegerOrNil(action.result()) ? null : Complaints.badResult(action, "an offset");
      }
      case "read" ->
          action.argument() instanceof Long offset && offset >= 0
              ? null
              : Complaints.badValue(action, "read of an offset");
      case "size" ->
          isIntegerOrNil(action.result()) ? null : Complaints.badResult(action, "a size");
      default -> Complaints.unknown(action, "append, read or size");
    };
  }

  private static boolean isIntegerOrNil(@Nullable Object value) {
    return value == null || value instanceof Long;
  }

  @Override
  public @Nullable Object step(Object state, Action action) {
    List<Object> log = CollectionModel.elements(state);
    long size = log.size();
    return switch (action.f()) {
      case "append" -> {
        boolean fits = action.result() == null || action.result().equals(size);
        yield fits ? Lists.append(log, Objects.requireNonNull(action.argument())) : null;
      }
      case "size" -> action.result() == null || action.result().equals(size) ? state : null;
      default -> !action.isOk() || Objects.equals(at(log, action), action.result()) ? state : null;
    };
  }

  private static @Nullable Object at(List<Object> log, Action read) {
    return read.argument() instanceof Long offset && offset >= 0 && offset < log.size()
        ? log.get(offset.intValue())
        : null;
  }

  /** Entries stay, and each comes at the end. */
  @Override
  public boolean canFollow(Action first, Action second) {
    Long one = offset(first);
    boolean isSameEntry = one != null && one.equals(offset(second)) && second.f().equals("read");
    return sizeAfter(first) <= sizeBefore(second)
        && (!isSameEntry || entry(first).equals(entry(second)));
  }

  /** The least size after the action. */
  private static long sizeAfter(Action action) {
    if (action.f().equals("size")) {
      return action.result() instanceof Long size ? size : 0;
    }
    Long offset = offset(action);
    return offset == null ? 0 : offset + 1;
  }

  /** The greatest size before the action. */
  private static long sizeBefore(Action action) {
    if (action.f().equals("read")) {
      return action.result() == null && action.argument() instanceof Long end
          ? end
          : Long.MAX_VALUE;
    }
    return action.result() instanceof Long told ? told : Long.MAX_VALUE;
  }

  /** Where the entry is that was appended or found; null when that is not told. */
  public static @Nullable Long offset(Action action) {
    return switch (action.f()) {
      case "append" -> action.result() instanceof Long offset ? offset : null;
      case "read" ->
          action.result() != null && action.argument() instanceof Long offset ? offset : null;
      default -> null;
    };
  }

  private static Object entry(Action action) {
    return Objects.requireNonNull(
        action.f().equals("append") ? action.argument() : action.result());
  }

  @Override
  public boolean isReadOnly(Action action) {
    return !action.f().equals("append");
  }

  @Override
  public List<@Nullable Object> legalResults(Object state, Action action) {
    List<Object> log = CollectionModel.elements(state);
    boolean isRead = action.f().equals("read");
    return isRead ? Collections.singletonList(at(log, action)) : List.of((long) log.size());
  }
}
