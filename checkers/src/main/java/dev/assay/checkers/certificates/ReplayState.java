package dev.assay.checkers.certificates;

import dev.assay.histories.EventType;
import org.jspecify.annotations.Nullable;

/** What objects hold while transactions are replayed. */
interface ReplayState {
  /**
   * What is wrong with the reads of a transaction that begins now, or null.
   *
   * @param event the one that tells its micro-operations
   * @param outcome of the transaction: what one that did not complete read is not always told
   */
  @Nullable String read(int event, EventType outcome);

  /**
   * Commits what a transaction wrote; what is wrong with that, or null.
   *
   * @param begunAt the moment after which nobody else may have committed to the same keys
   */
  @Nullable String write(int event, int begunAt, int moment);
}
