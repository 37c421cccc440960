package dev.assay.twophasecommit.server.txn;

import dev.assay.runtime.Trace;
import dev.assay.twophasecommit.server.Bug;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What must always hold. A server that finds it broken stops: going on could only spread the
 * damage. With a planted bug on it goes on, because the bug is to be found from outside.
 */
final class Invariants {
  private final Trace trace;
  private final Set<Bug> bugs;

  Invariants(Trace trace, Set<Bug> bugs) {
    this.trace = trace;
    this.bugs = bugs;
  }

  /** Constant cost only: checks run on every message. */
  void check(boolean holds, Supplier<String> whatIsBroken) {
    if (holds) {
      return;
    }
    String message = "INVARIANT BROKEN: " + whatIsBroken.get();
    if (bugs.isEmpty()) {
      throw new BrokenInvariantException(message);
    }
    trace.log(message + " (going on: planted bugs are on)");
  }

  /** Ends the server. */
  static final class BrokenInvariantException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenInvariantException(String message) {
      super(message);
    }
  }
}
