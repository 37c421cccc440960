package dev.assay.runtime;

/** Runs tasks later, on the event loop. */
public interface Timers {
  /** Runs the task once, not before the delay has passed. */
  Timer schedule(long delayNanos, Runnable task);

  /** A task that waits for its time. */
  interface Timer {
    /** After this the task does not run; without effect when it already ran. */
    void cancel();
  }
}
