package dev.assay.twophasecommit.server.txn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a transaction ended. */
public sealed interface TxnOutcome {
  /**
   * It is committed.
   *
   * @param values what each operation left or saw, in order; null for no value
   */
  record Committed(List<Value> values) implements TxnOutcome {}

  /** It did not happen and never will. */
  record Aborted(String reason) implements TxnOutcome {}

  /** A key's value, null for none. */
  record Value(@Nullable List<Long> elements) {}
}
