package dev.assay.checkers.linearizability.models;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Last in, first out: {@code push v}, {@code pop}, {@code peek}. */
public final class StackModel extends CollectionModel {
  @Override
  public String name() {
    return "stack";
  }

  @Override
  String operations() {
    return "push, pop or peek";
  }

  @Override
  public @Nullable Role role(String f) {
    return switch (f) {
      case "push" -> Role.INSERT;
      case "pop" -> Role.REMOVE;
      case "peek" -> Role.LOOK;
      default -> null;
    };
  }

  @Override
  List<Object> with(List<Object> elements, String f, Object element) {
    return Lists.append(elements, element);
  }

  @Override
  int index(List<Object> elements, String f) {
    return elements.size() - 1;
  }
}
