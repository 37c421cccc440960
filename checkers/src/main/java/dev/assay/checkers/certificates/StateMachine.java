package dev.assay.checkers.certificates;

/** A machine that is equal to another when their states are. */
abstract class StateMachine implements Machine {
  /** All that its behaviour depends on. */
  abstract Object state();

  @Override
  public final boolean equals(Object other) {
    return other instanceof StateMachine machine
        && machine.getClass() == getClass()
        && machine.state().equals(state());
  }

  @Override
  public final int hashCode() {
    return state().hashCode();
  }

  @Override
  public final String toString() {
    return state().toString();
  }
}
