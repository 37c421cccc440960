package dev.assay.checkers.linearizability;

import dev.assay.checkers.Budget;
import org.jspecify.annotations.Nullable;

/** Says when a search has to stop: out of time, out of memory, or because others found enough. */
final class Limit {
  private final Budget budget;
  private final Stop stop;

  /** Set once, from any thread, when the answer is no longer wanted. */
  static final class Stop {
    private volatile boolean stopped;

    void stop() {
      stopped = true;
    }

    boolean isStopped() {
      return stopped;
    }
  }

  Limit(Budget budget, Stop stop) {
    this.budget = budget;
    this.stop = stop;
  }

  /** The same with a part of the memory. */
  Limit share(int parts) {
    return new Limit(new Budget(budget.deadlineNanos(), budget.memoryBytesMax() / parts), stop);
  }

  /** Why to stop now, or null to go on. */
  @Nullable String reached(long bytesHeld) {
    if (stop.isStopped()) {
      return "another object was found to be wrong first";
    }
    if (bytesHeld > budget.memoryBytesMax()) {
      return "a search needs more than its " + (budget.memoryBytesMax() >> 20) + " MiB of memory";
    }
    return budget.isSpent() ? "the time is over" : null;
  }
}
