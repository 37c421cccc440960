package dev.assay.checkers.certificates;

import org.jspecify.annotations.Nullable;

/** A sum and reads of it. */
final class CounterSpecification implements Specification {
  private final long initial;

  CounterSpecification(@Nullable Object initial) {
    this.initial = Integers.or(initial, 0);
  }

  @Override
  public Object initial() {
    return initial;
  }

  @Override
  public boolean understands(Call call) {
    return switch (call.f()) {
      case "add" -> call.input() instanceof Long;
      case "read" -> Integers.isOneOrNil(call.result());
      default -> false;
    };
  }

  @Override
  public @Nullable Object after(Object state, Call call) {
    if (call.f().equals("add")) {
      return (Long) state + Integers.or(call.input(), 0);
    }
    return call.result() == null || call.result().equals(state) ? state : null;
  }

  @Override
  public boolean onlyLooks(Call call) {
    return call.f().equals("read");
  }
}
