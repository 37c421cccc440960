package dev.assay.checkers.certificates;

import org.jspecify.annotations.Nullable;

/** A specification whose states change in place, so that long orders are replayed quickly. */
abstract class MachineSpecification implements Specification {
  @Override
  public final Object initial() {
    return machine();
  }

  @Override
  public final @Nullable Object after(Object state, Call call) {
    Machine next = ((Machine) state).copy();
    return next.apply(call) ? next : null;
  }

  @Override
  public abstract Machine machine();
}
