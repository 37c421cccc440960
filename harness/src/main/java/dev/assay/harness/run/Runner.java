package dev.assay.harness.run;

/** Runs tests. */
public final class Runner {
  private Runner() {}

  /**
   * Runs a test to its end. When the calling thread is interrupted the run is stopped as by {@link
   * RunHandle#stop}, its result returned and the thread's interrupt flag set again.
   */
  public static RunResult run(TestPlan plan, RunListener listener) {
    RunHandle handle = start(plan, listener);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return handle.await();
        } catch (InterruptedException e) {
          interrupted = true;
          handle.stop();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Begins a run on a thread of its own. */
  public static RunHandle start(TestPlan plan, RunListener listener) {
    return start(plan, listener, EventLog::create);
  }

  static RunHandle start(TestPlan plan, RunListener listener, EventLog.Source logs) {
    Run run = new Run(plan, listener, logs);
    Thread.ofPlatform().name("assay-run").start(run::execute);
    return run;
  }
}
