package dev.assay.checkers.certificates;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Integers of which the greatest, or the smallest, is the next. */
final class PriorityQueueSpecification extends ElementSpecification {
  private final Comparator<Long> order;

  PriorityQueueSpecification(boolean isGreatestFirst) {
    order = isGreatestFirst ? Collections.reverseOrder() : Comparator.naturalOrder();
  }

  @Override
  public boolean understands(Call call) {
    return switch (call.f()) {
      case "insert" -> call.input() instanceof Long;
      case "poll", "peek" -> isNothing(call.result()) || call.result() instanceof Long;
      default -> false;
    };
  }

  @Override
  public boolean onlyLooks(Call call) {
    return call.f().equals("peek")
        || (call.f().equals("poll") && call.isOk() && isNothing(call.result()));
  }

  @Override
  @Nullable Object element(Call call) {
    if (call.f().equals("insert")) {
      return call.input();
    }
    return call.isOk() && !isNothing(call.result()) ? call.result() : null;
  }

  @Override
  public Machine machine() {
    return new Heap(new TreeMap<>(order));
  }

  private static final class Heap extends StateMachine {
    private final TreeMap<Long, Integer> copies;

    Heap(SortedMap<Long, Integer> copies) {
      this.copies = new TreeMap<>(copies);
    }

    @Override
    public boolean apply(Call call) {
      if (call.f().equals("insert")) {
        copies.merge((Long) Objects.requireNonNull(call.input()), 1, Integer::sum);
        return true;
      }
      Map.Entry<Long, Integer> next = copies.firstEntry();
      if (call.isOk()
          && !(next == null ? isNothing(call.result()) : next.getKey().equals(call.result()))) {
        return false;
      }
      if (next != null && call.f().equals("poll")) {
        copies.computeIfPresent(next.getKey(), (key, count) -> count == 1 ? null : count - 1);
      }
      return true;
    }

    @Override
    public Machine copy() {
      return new Heap(copies);
    }

    @Override
    Object state() {
      return copies;
    }
  }
}
