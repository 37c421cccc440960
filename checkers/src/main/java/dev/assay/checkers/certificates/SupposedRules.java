package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.SupposedEdge.WriteOrder;
import org.jspecify.annotations.Nullable;

/** What a workload says of the edges of cycles that may suppose an order of two writers. */
interface SupposedRules {
  /** What is wrong with an edge, or null when it holds. */
  @Nullable String fault(SupposedEdge supposed);

  /** Whether two transactions wrote a common key, so that one of them did so first. */
  boolean isExhaustive(WriteOrder order);

  /** Whether a transaction writes anything. */
  boolean writes(int invocation);

  /** Whether who read the key of an anti-dependency wrote it, too. */
  boolean overwrites(CycleEdge anti);
}
