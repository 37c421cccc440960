package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.linearizability.Action;
import dev.assay.checkers.linearizability.Model;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A number that grows: {@code fetch-and-add n} gives what it was before, {@code add-and-get n} what
 * it is then, {@code read} what it is. {@code n} is positive, 1 for nil. Initially told, else 0.
 */
public final class FetchAndAddModel implements Model {
  private final long initial;

  public FetchAndAddModel(CheckOptions options) {
    initial = Amounts.initial(options.initial(), 0);
  }

  @Override
  public String name() {
    return "fetch-and-add";
  }

  @Override
  public Object initial() {
    return initial;
  }

  @Override
  public @Nullable String complaint(Action action) {
    switch (action.f()) {
      case "fetch-and-add", "add-and-get" -> {
        if (Amounts.orOne(action.argument()) < 1) {
          return Complaints.badValue(action, action.f() + " of a positive integer");
        }
      }
      case "read" -> {}
      default -> {
        return Complaints.unknown(action, "fetch-and-add, add-and-get or read");
      }
    }
    return action.result() == null || action.result() instanceof Long
        ? null
        : Complaints.badResult(action, "an integer");
  }

  @Override
  public @Nullable Object step(Object state, Action action) {
    long before = (Long) state;
    long after = before + amount(action);
    return action.result() == null || action.result().equals(seen(action, before, after))
        ? (Object) after
        : null;
  }

  @Override
  public boolean isReadOnly(Action action) {
    return action.f().equals("read");
  }

  @Override
  public List<@Nullable Object> legalResults(Object state, Action action) {
    long before = (Long) state;
    return List.of(seen(action, before, before + amount(action)));
  }

  @Override
  public boolean canFollow(Action first, Action second) {
    return !(first.result() instanceof Long one && second.result() instanceof Long other)
        || (first.f().equals("fetch-and-add") ? one + amount(first) : one)
            <= (second.f().equals("add-and-get") ? other - amount(second) : other);
  }

  /** By how much the number grows. */
  public static long amount(Action action) {
    return action.f().equals("read") ? 0 : Amounts.orOne(action.argument());
  }

  private static Object seen(Action action, long before, long after) {
    return action.f().equals("fetch-and-add") ? before : after;
  }
}
