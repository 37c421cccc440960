package dev.assay.checkers.certificates;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state is the greatest integer written, empty when there is none. */
final class MaxRegisterSpecification implements Specification {
  @Override
  public Object initial() {
    return Optional.empty();
  }

  @Override
  public boolean understands(Call call) {
    return switch (call.f()) {
      case "write" -> call.input() instanceof Long;
      case "read" -> Integers.isOneOrNil(call.result());
      default -> false;
    };
  }

  @Override
  public @Nullable Object after(Object state, Call call) {
    if (call.f().equals("read")) {
      return !call.isOk() || state.equals(Optional.ofNullable(call.result())) ? state : null;
    }
    Object written = Objects.requireNonNull(call.input());
    boolean isLess =
        state instanceof Optional<?> most
            && most.isPresent()
            && most.get() instanceof Long greatest
            && greatest > (Long) written;
    return isLess ? state : Optional.of(written);
  }

  /** A read gives no less than what was written or read before. */
  @Override
  public boolean canFollow(Call first, Call second) {
    Object least = first.f().equals("write") ? first.input() : first.result();
    return !second.f().equals("read")
        || !(least instanceof Long known)
        || (second.result() instanceof Long seen && known <= seen);
  }

  @Override
  public boolean onlyLooks(Call call) {
    return call.f().equals("read");
  }

  @Override
  public boolean hasElements() {
    return true;
  }

  @Override
  public @Nullable Call restrict(Call call, Set<Object> elements) {
    Object value = call.f().equals("write") ? call.input() : call.result();
    return value == null || elements.contains(value) ? call : null;
  }
}
