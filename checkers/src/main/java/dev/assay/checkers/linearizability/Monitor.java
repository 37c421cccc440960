package dev.assay.checkers.linearizability;

import org.jspecify.annotations.Nullable;

/** A near-linear decision procedure for one type, under a precondition on the history. */
interface Monitor {
  /** The name for people. */
  String name();

  /** The answer, or null when the precondition does not hold. */
  @Nullable Answer decide(Problem problem);

  /** The monitor of a model; null when there is none. */
  static @Nullable Monitor of(Model model) {
    return model instanceof RegisterModel register ? new RegisterMonitor(register) : null;
  }
}
