package dev.assay.checkers.certificates;

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
}
