package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.linearizability.Action;
import dev.assay.checkers.linearizability.Model;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives integers that grow: {@code generate} is greater than all before. Gaps are fine. */
public final class IdGeneratorModel implements Model {
  @Override
  public String name() {
    return "id-generator";
  }

  @Override
  public Object initial() {
    return Long.MIN_VALUE;
  }

  @Override
  public @Nullable String complaint(Action action) {
    if (!action.f().equals("generate")) {
      return Complaints.unknown(action, "generate");
    }
    return action.result() == null || action.result() instanceof Long
        ? null
        : Complaints.badResult(action, "an integer");
  }

  @Override
  public @Nullable Object step(Object state, Action action) {
    if (!(action.result() instanceof Long id)) {
      return state;
    }
    return id > (Long) state ? id : null;
  }

  /** An id that nobody got need not have been given. */
  @Override
  public boolean takesPart(Action action) {
    return action.isOk() && action.result() != null;
  }

  @Override
  public boolean canFollow(Action first, Action second) {
    return !(first.result() instanceof Long id && second.result() instanceof Long later)
        || id < later;
  }

  @Override
  public boolean hasElements() {
    return true;
  }

  @Override
  public Collection<Object> elements(Action action) {
    return action.result() == null ? List.of() : List.of(action.result());
  }

  @Override
  public @Nullable Action restrict(Action action, Set<Object> elements) {
    return action.result() != null && elements.contains(action.result()) ? action : null;
  }

  @Override
  public List<@Nullable Object> legalResults(Object state, Action action) {
    long last = (Long) state;
    return last == Long.MIN_VALUE ? List.of(1L, 2L) : List.of(last + 1, last + 2);
  }

  @Override
  public @Nullable Object show(Object state) {
    return state.equals(Long.MIN_VALUE) ? null : state;
  }
}
