package dev.assay.harness.run;

/**
 * Hears what a run does. Called by the run's own threads, never by two at once; a listener that
 * blocks delays the run, one that throws is not called again.
 */
public interface RunListener {
  /** A phase begins. */
  default void phase(Phase phase) {}

  /** How far the run is: twice a second in {@code RUN}, {@code RECOVER} and {@code FINAL}. */
  default void progress(Progress progress) {}

  /** The history so far violates the claim, so operations and faults end now. */
  default void violation(String what) {}

  /** Something that a person should know: a fault that could not start, a log not fetched. */
  default void warning(String message) {}
}
