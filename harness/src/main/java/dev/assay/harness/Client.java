package dev.assay.harness;

import java.util.concurrent.CompletableFuture;

/**
 * One logical client thread's door to the system; at most one operation is open at a time.
 *
 * <p>After an {@link Outcome.Info} the runner closes it and opens another for the process that
 * takes its place.
 */
public interface Client extends AutoCloseable {
  /**
   * Begins the operation and returns at once. A future that completes exceptionally counts as
   * {@link Outcome.Info}.
   */
  CompletableFuture<Outcome> invoke(Operation operation);

  /** The node that the next operation will be sent to first, for the report. */
  String node();

  @Override
  void close();
}
