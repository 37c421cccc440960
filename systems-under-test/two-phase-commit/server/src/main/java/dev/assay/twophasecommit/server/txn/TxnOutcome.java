package dev.assay.twophasecommit.server.txn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a transaction ended. */
public sealed interface TxnOutcome {
  /**
   * It is committed.
   *
   * @param values what each operation left or saw, in order; null for no value
   * @param snapshot the timestamp that it was to read at
   * @param commit the timestamp of its commit; 0 when it only read
   */
  record Committed(List<Value> values, long snapshot, long commit) implements TxnOutcome {}

  /** It did not happen and never will. */
  record Aborted(String reason) implements TxnOutcome {}

  /** A key's value, null for none. */
  record Value(@Nullable List<Long> elements) {}
}
