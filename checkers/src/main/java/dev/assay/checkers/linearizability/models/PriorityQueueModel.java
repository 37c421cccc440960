package dev.assay.checkers.linearizability.models;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A queue of integers that gives the greatest first, or the smallest: {@code insert v}, {@code
 * poll}, {@code peek}.
 */
public final class PriorityQueueModel extends CollectionModel {
  private final boolean isGreatestFirst;

  private PriorityQueueModel(boolean isGreatestFirst) {
    this.isGreatestFirst = isGreatestFirst;
  }

  public static PriorityQueueModel greatestFirst() {
    return new PriorityQueueModel(true);
  }

  public static PriorityQueueModel smallestFirst() {
    return new PriorityQueueModel(false);
  }

  public boolean isGreatestFirst() {
    return isGreatestFirst;
  }

  @Override
  public String name() {
    return isGreatestFirst ? "priority-queue" : "min-priority-queue";
  }

  @Override
  String operations() {
    return "insert, poll or peek";
  }

  @Override
  public @Nullable Role role(String f) {
    return switch (f) {
      case "insert" -> Role.INSERT;
      case "poll" -> Role.REMOVE;
      case "peek" -> Role.LOOK;
      default -> null;
    };
  }

  @Override
  @Nullable String complaintOf(Object element) {
    return element instanceof Long
        ? null
        : "expected integers in a " + name() + ", found " + element;
  }

  /** Sorted, the next one last. */
  @Override
  List<Object> with(List<Object> elements, String f, Object element) {
    int at = 0;
    while (at < elements.size() && compare(elements.get(at), element) < 0) {
      at++;
    }
    return Lists.insert(elements, at, element);
  }

  @Override
  int index(List<Object> elements, String f) {
    return elements.size() - 1;
  }

  private int compare(Object one, Object other) {
    int order = Long.compare((Long) one, (Long) other);
    return isGreatestFirst ? order : -order;
  }
}
