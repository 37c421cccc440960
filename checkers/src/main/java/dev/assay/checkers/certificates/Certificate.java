package dev.assay.checkers.certificates;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evidence for a verdict that can be checked without trusting the checker. */
public sealed interface Certificate {
  /**
   * An order that explains every operation on one object.
   *
   * @param key the object, or null when the history has only one
   * @param model the name of the sequential specification
   * @param order invocations in the order in which they took effect; operations whose outcome is
   *     unknown and that are missing here never took effect
   */
  record LinearizationOrder(@Nullable Object key, String model, List<Integer> order)
      implements Certificate {}

  /**
   * A sub-history on one object that no order explains.
   *
   * <p>It is a prefix of the object's history up to {@code lastEvent}, from which reads and whole
   * clusters of a value (its writer and its readers) may have been left out: neither can turn a
   * legal history into an illegal one. Operations that are still open at {@code lastEvent} count as
   * open.
   *
   * @param operations invocations of the operations kept, ascending
   * @param lastEvent the last event that counts
   */
  record IllegalWindow(@Nullable Object key, String model, List<Integer> operations, int lastEvent)
      implements Certificate {}
}
