package dev.assay.checkers.linearizability;

import dev.assay.checkers.Explanation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why no order explains a window of operations on one object.
 *
 * <p>States are shown as plain EDN values, as {@link Model#show} gives them.
 *
 * @param model the name of the sequential specification
 * @param key the object, or null when the history has only one
 * @param initial the state before the window; meaningless when {@code anyInitial}
 * @param anyInitial whether the window is illegal from every state, because it was cut out of the
 *     middle of the history
 * @param operations the window: invocations of its operations, ascending
 * @param blocked the operation that no order lets return: its return is the last event that counts
 * @param paths the longest legal orders that do not contain it, at most a few
 * @param likelyInitial an initial state that would explain the whole object, or null: the history
 *     may have been checked with the wrong one
 */
public record LinearizabilityExplanation(
    String model,
    @Nullable Object key,
    @Nullable Object initial,
    boolean anyInitial,
    List<Integer> operations,
    int blocked,
    List<Path> paths,
    @Nullable Object likelyInitial)
    implements Explanation {

  /**
   * One longest legal order, and why nothing can follow.
   *
   * @param initial the state that it starts from
   * @param rejections each operation that could come next by time, and why it cannot
   */
  public record Path(@Nullable Object initial, List<Step> steps, List<Rejection> rejections) {}

  /** One operation and the state after it. */
  public record Step(int operation, @Nullable Object stateAfter) {}

  /**
   * An operation that is illegal in a state.
   *
   * @param legalResults what it could have returned instead; empty when it could not have succeeded
   */
  public record Rejection(
      int operation, @Nullable Object state, List<@Nullable Object> legalResults) {}
}
