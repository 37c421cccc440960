package dev.assay.checkers.certificates;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** So many permits are there; the state is how many. */
final class SemaphoreSpecification implements Specification {
  private final long permits;

  SemaphoreSpecification(@Nullable Object initial) {
    permits = Integers.or(initial, 1);
  }

  @Override
  public Object initial() {
    return permits;
  }

  @Override
  public boolean understands(Call call) {
    boolean isOf = call.f().equals("acquire") || call.f().equals("release");
    return isOf && wanted(call) > 0;
  }

  @Override
  public @Nullable Object after(Object state, Call call) {
    long there = (Long) state;
    if (call.f().equals("release")) {
      return there + wanted(call);
    }
    boolean isEnough = there >= wanted(call);
    if (isRefused(call)) {
      return isEnough ? null : state;
    }
    return isEnough ? (Object) (there - wanted(call)) : null;
  }

  @Override
  public boolean onlyLooks(Call call) {
    return isRefused(call);
  }

  private static boolean isRefused(Call call) {
    return call.f().equals("acquire") && call.isOk() && Objects.equals(call.result(), false);
  }

  private static long wanted(Call call) {
    return Integers.or(call.argument(), 1);
  }
}
