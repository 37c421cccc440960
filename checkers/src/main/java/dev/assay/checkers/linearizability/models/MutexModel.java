package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.linearizability.Action;
import dev.assay.checkers.linearizability.Model;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lock that does not know who holds it: {@code acquire} and {@code release}. Knossos' mutex. */
public final class MutexModel implements Model {
  @Override
  public String name() {
    return "mutex";
  }

  @Override
  public Object initial() {
    return false;
  }

  @Override
  public @Nullable String complaint(Action action) {
    return action.f().equals("acquire") || action.f().equals("release")
        ? null
        : Complaints.unknown(action, "acquire or release");
  }

  /** The state is whether the lock is held. */
  @Override
  public @Nullable Object step(Object state, Action action) {
    boolean acquires = action.f().equals("acquire");
    return state.equals(acquires) ? null : (Object) acquires;
  }

  @Override
  public List<Object> startStates(Collection<Action> actions) {
    return List.of(false, true);
  }

  @Override
  public List<@Nullable Object> legalResults(Object state, Action action) {
    return step(state, action) == null ? List.of() : Collections.singletonList(action.input());
  }
}
