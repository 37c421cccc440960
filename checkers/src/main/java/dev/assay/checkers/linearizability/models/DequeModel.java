package dev.assay.checkers.linearizability.models;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A queue with two ends: push, pop and peek, each {@code -front} and {@code -back}. */
public final class DequeModel extends CollectionModel {
  @Override
  public String name() {
    return "deque";
  }

  @Override
  String operations() {
    return "push-front, push-back, pop-front, pop-back, peek-front or peek-back";
  }

  @Override
  public @Nullable Role role(String f) {
    return switch (f) {
      case "push-front", "push-back" -> Role.INSERT;
      case "pop-front", "pop-back" -> Role.REMOVE;
      case "peek-front", "peek-back" -> Role.LOOK;
      default -> null;
    };
  }

  @Override
  List<Object> with(List<Object> elements, String f, Object element) {
    return Lists.insert(elements, f.endsWith("front") ? 0 : elements.size(), element);
  }

  @Override
  int index(List<Object> elements, String f) {
    return f.endsWith("front") ? 0 : elements.size() - 1;
  }
}
