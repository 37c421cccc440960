package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.linearizability.Action;
import dev.assay.checkers.linearizability.Model;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A string under one key: {@code get}, {@code put s}, {@code append s}. Initially told, else empty;
 * nil is the empty string. Porcupine's key-value model.
 */
public final class KvModel implements Model {
  private final String initial;

  public KvModel(CheckOptions options) {
    Object told = options.initial();
    if (told != null && !(told instanceof String)) {
      throw new IllegalArgumentException("expected a string as the initial value, got " + told);
    }
    initial = string(told);
  }

  @Override
  public String name() {
    return "kv";
  }

  @Override
  public Object initial() {
    return initial;
  }

  @Override
  public @Nullable String complaint(Action action) {
    return switch (action.f()) {
      case "put", "append" ->
          action.input() instanceof String
              ? null
              : Complaints.badValue(action, action.f() + " of a string");
      case "get" ->
          action.result() == null || action.result() instanceof String
              ? null
              : Complaints.badResult(action, "a string");
      default -> Complaints.unknown(action, "get, put or append");
    };
  }

  @Override
  public @Nullable Object step(Object state, Action action) {
    return switch (action.f()) {
      case "get" -> !action.isOk() || state.equals(string(action.result())) ? state : null;
      case "put" -> string(action.input());
      default -> state + string(action.input());
    };
  }

  @Override
  public boolean isReadOnly(Action action) {
    return action.f().equals("get");
  }

  @Override
  public boolean overwrites(Action action) {
    return action.f().equals("put");
  }

  @Override
  public List<@Nullable Object> legalResults(Object state, Action action) {
    return List.of(action.f().equals("get") ? state : string(action.input()));
  }

  private static String string(@Nullable Object value) {
    return value instanceof String string ? string : "";
  }
}
