package dev.assay.checkers.certificates;

import org.jspecify.annotations.Nullable;

/** A number to which only positive ones are added; calls tell it before or after. */
final class FetchAndAddSpecification implements Specification {
  private final long initial;

  FetchAndAddSpecification(@Nullable Object initial) {
    this.initial = Integers.or(initial, 0);
  }

  @Override
  public Object initial() {
    return initial;
  }

  @Override
  public boolean understands(Call call) {
    if (!Integers.isOneOrNil(call.result())) {
      return false;
    }
    return switch (call.f()) {
      case "fetch-and-add", "add-and-get" -> added(call) > 0;
      case "read" -> true;
      default -> false;
    };
  }

  @Override
  public @Nullable Object after(Object state, Call call) {
    long before = (Long) state;
    long after = before + added(call);
    Long told = before(call);
    return told == null || told == before ? (Object) after : null;
  }

  @Override
  public boolean onlyLooks(Call call) {
    return call.f().equals("read");
  }

  @Override
  public boolean canFollow(Call first, Call second) {
    Long from = before(first);
    Long to = before(second);
    return from == null || to == null || from + added(first) <= to;
  }

  /** What the number was before the call; null when it does not tell. */
  private static @Nullable Long before(Call call) {
    if (!(call.result() instanceof Long told)) {
      return null;
    }
    return call.f().equals("add-and-get") ? told - added(call) : told;
  }

  private static long added(Call call) {
    return call.f().equals("read") ? 0 : Integers.or(call.argument(), 1);
  }
}
