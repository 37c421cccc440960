package dev.assay.twophasecommit.server.txn;

import java.util.List;
import java.util.Map;

/** How a transaction ended. */
public sealed interface TxnOutcome {
  /**
   * It is committed.
   *
   * @param values what each operation left or saw, in order
   * @param snapshot the timestamp that it was to read at
   * @param commit the timestamp of its commit; 0 when it only read
   */
  record Committed(List<Value> values, long snapshot, long commit) implements TxnOutcome {}

  /** It did not happen and never will. */
  record Aborted(String reason) implements TxnOutcome {}

  /** What an operation left or saw, by key; nothing of a key that is not there. */
  record Value(MicroOp op, Map<String, List<Long>> found) {}
}
