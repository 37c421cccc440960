package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.linearizability.Action;
import dev.assay.checkers.linearizability.Model;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A number: {@code add n}, which may be negative, and {@code read}. Initially told, else 0. */
public final class CounterModel implements Model {
  private final long initial;

  public CounterModel(CheckOptions options) {
    initial = Amounts.initial(options.initial(), 0);
  }

  @Override
  public String name() {
    return "linearizable-counter";
  }

  @Override
  public Object initial() {
    return initial;
  }

  @Override
  public @Nullable String complaint(Action action) {
    return switch (action.f()) {
      case "add" ->
          action.input() instanceof Long ? null : Complaints.badValue(action, "add of an integer");
      case "read" ->
          action.result() == null || action.result() instanceof Long
              ? null
              : Complaints.badResult(action, "an integer");
      default -> Complaints.unknown(action, "add or read");
    };
  }

  @Override
  public @Nullable Object step(Object state, Action action) {
    if (action.f().equals("read")) {
      return action.result() == null || action.result().equals(state) ? state : null;
    }
    return action.input() instanceof Long amount ? (Object) ((Long) state + amount) : null;
  }

  @Override
  public boolean isReadOnly(Action action) {
    return action.f().equals("read");
  }

  @Override
  public List<@Nullable Object> legalResults(Object state, Action action) {
    return Collections.singletonList(action.f().equals("read") ? state : action.input());
  }
}
