package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.linearizability.Action;
import dev.assay.checkers.linearizability.Model;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A number of permits: {@code acquire n} takes so many, {@code release n} gives them back; one when
 * {@code n} is no integer. An acquire that completes with {@code false} found too few. The initial
 * number is told, else 1.
 */
public final class SemaphoreModel implements Model {
  private final long initial;

  public SemaphoreModel(CheckOptions options) {
    initial = Amounts.initial(options.initial(), 1);
  }

  @Override
  public String name() {
    return "semaphore";
  }

  @Override
  public Object initial() {
    return initial;
  }

  @Override
  public @Nullable String complaint(Action action) {
    if (!action.f().equals("acquire") && !action.f().equals("release")) {
      return Complaints.unknown(action, "acquire or release");
    }
    return permits(action) < 1 ? Complaints.badValue(action, "at least one permit") : null;
  }

  @Override
  public @Nullable Object step(Object state, Action action) {
    long count = (Long) state;
    long permits = permits(action);
    if (action.f().equals("release")) {
      return count + permits;
    }
    if (isRefused(action)) {
      return count < permits ? state : null;
    }
    return count < permits ? null : (Object) (count - permits);
  }

  @Override
  public boolean isReadOnly(Action action) {
    return isRefused(action);
  }

  @Override
  public List<@Nullable Object> legalResults(Object state, Action action) {
    boolean acquires = action.f().equals("acquire");
    return acquires && (Long) state < permits(action)
        ? List.of(false)
        : Collections.singletonList(action.argument());
  }

  /** How many permits it is about. */
  public static long permits(Action action) {
    return Amounts.orOne(action.argument());
  }

  /** Whether an acquire says that it found too few permits. */
  public static boolean isRefused(Action action) {
    return action.f().equals("acquire") && action.isOk() && Boolean.FALSE.equals(action.result());
  }
}
