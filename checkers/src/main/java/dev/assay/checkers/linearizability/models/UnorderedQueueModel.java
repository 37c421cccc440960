package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.linearizability.Action;
import dev.assay.checkers.linearizability.Model;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bag: {@code enqueue v} puts an element in, {@code dequeue} takes any one out, nil or {@code
 * :empty} when there is none.
 *
 * <p>What a dequeue of unknown outcome took, nobody knows. But only a dequeue that found nothing
 * can tell, so such dequeues need to happen only just before one that found nothing, all those that
 * it needs in a row: then each takes one of those that are left.
 */
public final class UnorderedQueueModel implements Model {
  /**
   * @param elements sorted by hash: the same elements in the same order, whoever came first
   * @param taken how many of them were taken by dequeues of unknown outcome just now
   */
  private record Bag(List<Object> elements, int taken) {}

  @Override
  public String name() {
    return "unordered-queue";
  }

  @Override
  public Object initial() {
    return new Bag(List.of(), 0);
  }

  @Override
  public @Nullable String complaint(Action action) {
    return switch (action.f()) {
      case "enqueue" ->
          CollectionModel.isEmpty(action.input())
              ? Complaints.badValue(action, "enqueue of an element")
              : null;
      case "dequeue" -> null;
      default -> Complaints.unknown(action, "enqueue or dequeue");
    };
  }

  @Override
  public @Nullable Object step(Object state, Action action) {
    Bag bag = (Bag) state;
    if (action.f().equals("dequeue") && !action.isOk()) {
      return bag.taken < bag.elements.size() ? new Bag(bag.elements, bag.taken + 1) : null;
    }
    if (isEmptyDequeue(action)) {
      return bag.taken == bag.elements.size() ? initial() : null;
    }
    if (bag.taken > 0) {
      return null;
    }
    if (action.f().equals("enqueue")) {
      List<Object> more = new ArrayList<>(bag.elements);
      more.add(Objects.requireNonNull(action.input()));
      more.sort(Comparator.comparingInt(Object::hashCode).thenComparing(Object::toString));
      return new Bag(List.copyOf(more), 0);
    }
    int index = bag.elements.indexOf(action.result());
    return index < 0 ? null : new Bag(Lists.without(bag.elements, index), 0);
  }

  /** That the queue was found empty changes nothing: what others took by then, they take later. */
  @Override
  public boolean mayGo(Action action) {
    return isEmptyDequeue(action);
  }

  @Override
  public @Nullable Object makes(Action action) {
    return action.f().equals("enqueue") ? action.input() : null;
  }

  /** That an element was there, only its dequeue shows. */
  @Override
  public Object sees(Action action) {
    Object element = action.f().equals("enqueue") ? null : element(action);
    return element == null ? NOTHING : element;
  }

  @Override
  public boolean hasElements() {
    return true;
  }

  @Override
  public Collection<Object> elements(Action action) {
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
    if (action.f().equals("enqueue")) {
      return List.of(Objects.requireNonNull(action.input()));
    }
    Bag bag = (Bag) state;
    return bag.elements.isEmpty()
        ? List.of(CollectionModel.EMPTY)
        : List.copyOf(new LinkedHashSet<>(bag.elements));
  }

  @Override
  public Object show(Object state) {
    return ((Bag) state).elements;
  }

  /** What an operation does. */
  public static CollectionModel.Role role(String f) {
    return f.equals("enqueue") ? CollectionModel.Role.INSERT : CollectionModel.Role.REMOVE;
  }

  /** Whether it is a dequeue that found nothing. */
  public static boolean isEmptyDequeue(Action action) {
    return action.f().equals("dequeue")
        && action.isOk()
        && CollectionModel.isEmpty(action.result());
  }

  /** The element that the operation is certainly about; null for none. */
  public static @Nullable Object element(Action action) {
    if (action.f().equals("enqueue")) {
      return action.input();
    }
    return action.isOk() && !isEmptyDequeue(action) ? action.result() : null;
  }
}
