package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.linearizability.Action;
import dev.assay.checkers.linearizability.Model;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set: {@code add v}, {@code remove v}, {@code contains v}, and {@code read} of all elements.
 *
 * <p>An add or remove that completes with a boolean says whether it changed the set; any other
 * result says nothing. {@code contains} has {@code v} as its argument and a boolean as its result,
 * or {@code [v boolean]}. Initially empty.
 */
public final class SetModel implements Model {
  private static final int START_ELEMENTS_MAX = 4;

  @Override
  public String name() {
    return "linearizable-set";
  }

  @Override
  public Object initial() {
    return Set.of();
  }

  @Override
  public @Nullable String complaint(Action action) {
    return switch (action.f()) {
      case "add", "remove" ->
          action.input() == null ? Complaints.badValue(action, "an element") : null;
      case "contains" -> {
        if (element(action) == null) {
          yield Complaints.badValue(action, "contains of an element");
        }
        yield action.isOk() && told(action) == null
            ? Complaints.badResult(action, "true or false")
            : null;
      }
      case "read" ->
          action.result() == null || action.result() instanceof Collection<?>
              ? null
              : Complaints.badResult(action, "all elements");
      default -> Complaints.unknown(action, "add, remove, contains or read");
    };
  }

  @Override
  public @Nullable Object step(Object state, Action action) {
    Set<Object> set = set(state);
    if (action.f().equals("read")) {
      return action.result() instanceof Collection<?> all
              && !(all.size() >= set.size() && set.equals(new HashSet<>(all)))
          ? null
          : state;
    }
    Object element = Objects.requireNonNull(element(action));
    boolean isIn = set.contains(element);
    boolean isAdd = action.f().equals("add");
    Boolean told = told(action);
    boolean truth = action.f().equals("contains") ? isIn : isIn != isAdd;
    if (told != null && told != truth) {
      return null;
    }
    if (action.f().equals("contains") || isIn == isAdd) {
      return state;
    }
    Set<Object> after = new HashSet<>(set);
    boolean changed = isAdd ? after.add(element) : after.remove(element);
    return changed ? Set.copyOf(after) : state;
  }

  @Override
  public boolean isReadOnly(Action action) {
    return switch (action.f()) {
      case "read", "contains" -> true;
      default -> Boolean.FALSE.equals(told(action));
    };
  }

  /**
   * Of few elements every choice of them. More inside would only be noticed by reads of all, and
   * then by each of them.
   */
  @Override
  public List<Object> startStates(Collection<Action> actions) {
    Set<Object> named = new LinkedHashSet<>();
    for (Action action : actions) {
      if (action.f().equals("read")) {
        named.addAll(action.result() instanceof Collection<?> all ? all : List.of());
      } else {
        named.add(Objects.requireNonNull(element(action)));
      }
    }
    if (named.size() > START_ELEMENTS_MAX) {
      return List.of();
    }
    List<Set<Object>> states = new ArrayList<>(List.of(Set.of()));
    for (Object element : named) {
      for (Set<Object> state : List.copyOf(states)) {
        Set<Object> more = new HashSet<>(state);
        more.add(element);
        states.add(Set.copyOf(more));
      }
    }
    return List.copyOf(states);
  }

  @Override
  public boolean hasElements() {
    return true;
  }

  /** Elements are independent unless all of them are read at once. */
  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public @Nullable Collection<Object> elements(Action action) {
    if (action.f().equals("read")) {
      return action.result() instanceof Collection<?> ? null : List.of();
    }
    return List.of(Objects.requireNonNull(element(action)));
  }

  @Override
  public @Nullable Action restrict(Action action, Set<Object> elements) {
    if (!action.f().equals("read")) {
      return elements.contains(Objects.requireNonNull(element(action))) ? action : null;
    }
    if (!(action.result() instanceof Collection<?> all)) {
      return null;
    }
    Set<Object> left = new HashSet<>(all);
    left.retainAll(elements);
    return new Action("read", null, left, action.outcome());
  }

  @Override
  public List<@Nullable Object> legalResults(Object state, Action action) {
    Set<Object> set = set(state);
    if (action.f().equals("read")) {
      return List.of(set);
    }
    boolean isIn = set.contains(Objects.requireNonNull(element(action)));
    return List.of(action.f().equals("add") ? !isIn : isIn);
  }

  /** What an add, remove or contains says; null when it says nothing. */
  public static @Nullable Boolean told(Action action) {
    if (!action.isOk()) {
      return null;
    }
    if (action.result() instanceof Boolean told && action.argument() != null) {
      return told;
    }
    List<?> pair = pair(action);
    return (pair != null && pair.get(1) instanceof Boolean told) ? told : null;
  }

  /** The element that an add, remove or contains is about. */
  public static @Nullable Object element(Action action) {
    List<?> pair = pair(action);
    return pair != null ? pair.get(0) : action.input();
  }

  /** {@code [v boolean]} of a contains. */
  private static @Nullable List<?> pair(Action action) {
    boolean isPair =
        action.f().equals("contains")
            && action.result() instanceof List<?> list
            && list.size() == 2
            && !list.equals(action.argument());
    return isPair ? (List<?>) action.result() : null;
  }

  @SuppressWarnings("unchecked")
  private static Set<Object> set(Object state) {
    return (Set<Object>) state;
  }
}
