package dev.assay.checkers.certificates;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Each integer that it gives is greater than the one before. */
final class IdGeneratorSpecification implements Specification {
  @Override
  public Object initial() {
    return Long.MIN_VALUE;
  }

  @Override
  public boolean understands(Call call) {
    return call.f().equals("generate") && Integers.isOneOrNil(call.result());
  }

  @Override
  public @Nullable Object after(Object state, Call call) {
    if (!(call.result() instanceof Long id)) {
      return state;
    }
    return id.compareTo((Long) state) > 0 ? id : null;
  }

  @Override
  public boolean canFollow(Call first, Call second) {
    return !(first.result() instanceof Long id && second.result() instanceof Long later)
        || id < later;
  }

  @Override
  public boolean onlyLooks(Call call) {
    return call.result() == null;
  }

  @Override
  public boolean hasElements() {
    return true;
  }

  @Override
  public @Nullable Call restrict(Call call, Set<Object> elements) {
    return call.result() != null && elements.contains(call.result()) ? call : null;
  }
}
