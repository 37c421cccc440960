package dev.assay.checkers.linearizability.models;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** First in, first out: {@code enqueue v}, {@code dequeue}, {@code peek}. */
public final class FifoQueueModel extends CollectionModel {
  @Override
  public String name() {
    return "fifo-queue";
  }

  @Override
  String operations() {
    return "enqueue, dequeue or peek";
  }

  @Override
  public @Nullable Role role(String f) {
    return switch (f) {
      case "enqueue" -> Role.INSERT;
      case "dequeue" -> Role.REMOVE;
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
    return 0;
  }
}
