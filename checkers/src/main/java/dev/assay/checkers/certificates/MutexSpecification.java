package dev.assay.checkers.certificates;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Acquire and release take turns, acquire first. The state is which of them may come. */
final class MutexSpecification implements Specification {
  @Override
  public Object initial() {
    return "acquire";
  }

  @Override
  public boolean understands(Call call) {
    return call.f().equals("acquire") || call.f().equals("release");
  }

  @Override
  public @Nullable Object after(Object state, Call call) {
    if (!call.f().equals(state)) {
      return null;
    }
    return state.equals("acquire") ? "release" : "acquire";
  }

  @Override
  public List<Object> starts(Collection<Call> calls) {
    return List.of("acquire", "release");
  }
}
