package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invariant said a second time, as plainly as can be, on the operations of one object in the
 * order of their invocations.
 */
interface InvariantDefinition {
  /** What breaks it, or null when it holds. */
  @Nullable String broken(@Nullable Object key, List<Call> calls);

  /**
   * Why a breach is not proved, or null when it is.
   *
   * @param proof the operations of the breach, in its order
   */
  @Nullable String doubt(List<Call> calls, InvariantBreach breach, List<Call> proof);
}
