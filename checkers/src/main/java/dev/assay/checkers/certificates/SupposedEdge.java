package dev.assay.checkers.certificates;

import org.jspecify.annotations.Nullable;

/**
 * Why one transaction must come before another, if one writer of a key comes before another.
 *
 * @param edge the reason
 * @param supposing the order of two writers that it needs, or null when it holds in any case
 */
public record SupposedEdge(CycleEdge edge, @Nullable WriteOrder supposing) {
  /**
   * Which of two transactions that wrote a key installed its version first.
   *
   * @param first its invocation
   * @param second the other's
   */
  public record WriteOrder(int first, int second) {}
}
