package dev.assay.harness.run;

/** A run that is under way. */
public interface RunHandle {
  /**
   * Ends the run early: what is open becomes {@code info}, faults are healed, servers stopped, logs
   * fetched, the nodes left as they were. Returns at once and can be called again.
   */
  void stop();

  /** Waits for the end of the run, whatever it is. */
  RunResult await() throws InterruptedException;
}
