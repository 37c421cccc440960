package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.linearizability.Action;
import dev.assay.checkers.linearizability.Model;
import dev.assay.histories.Keyword;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What queues, stacks and the like have in common: operations that insert an element, that remove
 * one, and that look at the one that would be removed. A removal or look that found nothing
 * completes with nil or {@code :empty}. Initially empty.
 */
public abstract class CollectionModel implements Model {
  /** A result that says that nothing was there; nil says the same. */
  public static final Keyword EMPTY = new Keyword("empty");

  /** What an operation does to the collection. */
  public enum Role {
    INSERT,
    REMOVE,
    LOOK
  }

  /** The role of an operation, or null when the collection has no such operation. */
  public abstract @Nullable Role role(String f);

  /** The operations, for people. */
  abstract String operations();

  /** The elements with one more, inserted by operation {@code f}. */
  abstract List<Object> with(List<Object> elements, String f, Object element);

  /** Where the element is that operation {@code f} removes or looks at, not being empty. */
  abstract int index(List<Object> elements, String f);

  /** Why the element cannot be in this collection, or null. */
  @Nullable String complaintOf(Object element) {
    return null;
  }

  @Override
  public Object initial() {
    return List.of();
  }

  /** Whether a result says that nothing was there. */
  public static boolean isEmpty(@Nullable Object result) {
    return result == null || result.equals(EMPTY);
  }

  @Override
  public @Nullable String complaint(Action action) {
    Role role = role(action.f());
    if (role == null) {
      return Complaints.unknown(action, operations());
    }
    Object element = role == Role.INSERT ? action.input() : action.result();
    if (role == Role.INSERT && isEmpty(element)) {
      return Complaints.badValue(action, action.f() + " of an element");
    }
    return isEmpty(element) ? null : complaintOf(Objects.requireNonNull(element));
  }

  @Override
  public @Nullable Object step(Object state, Action action) {
    List<Object> elements = elements(state);
    if (role(action.f()) == Role.INSERT) {
      return with(elements, action.f(), Objects.requireNonNull(action.input()));
    }
    if (elements.isEmpty()) {
      return !action.isOk() || isEmpty(action.result()) ? state : null;
    }
    int index = index(elements, action.f());
    if (action.isOk() && !elements.get(index).equals(action.result())) {
      return null;
    }
    return role(action.f()) == Role.LOOK ? state : Lists.without(elements, index);
  }

  @Override
  public boolean isReadOnly(Action action) {
    return role(action.f()) == Role.LOOK
        || (role(action.f()) == Role.REMOVE && action.isOk() && isEmpty(action.result()));
  }

  @Override
  public boolean hasElements() {
    return true;
  }

  @Override
  public @Nullable Collection<Object> elements(Action action) {
    Object element = element(action);
    return element == null ? List.of() : List.of(element);
  }

  @Override
  public @Nullable Action restrict(Action action, Set<Object> elements) {
    Object element = element(action);
    return element == null || elements.contains(element) ? action : null;
  }

  @Override
  public List<@Nullable Object> legalResults(Object state, Action action) {
    List<Object> elements = elements(state);
    if (role(action.f()) == Role.INSERT) {
      return List.of(Objects.requireNonNull(action.input()));
    }
    return List.of(elements.isEmpty() ? EMPTY : elements.get(index(elements, action.f())));
  }

  /** The element that the operation is certainly about; null for none. */
  private @Nullable Object element(Action action) {
    if (role(action.f()) == Role.INSERT) {
      return action.input();
    }
    return action.isOk() && !isEmpty(action.result()) ? action.result() : null;
  }

  @SuppressWarnings("unchecked")
  static List<Object> elements(Object state) {
    return (List<Object>) state;
  }
}
