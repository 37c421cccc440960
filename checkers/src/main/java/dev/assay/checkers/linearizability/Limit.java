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

  Budget budget() {
    return budget;
  }

  boolean isStopped() {
    return stop.isStopped();
  }

  /** Why to stop now, or null to go on. */
  @Nullable String reached(long bytesHeld) {
    if (stop.isStopped()) {
      return "another object was found to be wrong first";
    }
    if (bytesHeld > budget.memoryBytesMax()) {
      return "the search needs more than " + (budget.memoryBytesMax() >> 20) + " MiB";
    }
    return budget.isSpent() ? "the time is over" : null;
  }
}
