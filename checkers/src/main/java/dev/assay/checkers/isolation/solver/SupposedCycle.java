package dev.assay.checkers.isolation.solver;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Nodes each of which comes before the next, and the last before the first, under suppositions.
 *
 * @param steps in the order of the cycle
 */
public record SupposedCycle(List<Step> steps) {
  /**
   * One node before another.
   *
   * @param why null when that is known, else the order of two writers from which it follows
   */
  public record Step(int from, int to, @Nullable Before why) {}

  /** Of two writers of one key, which one commits before the other begins. */
  public record Before(int first, int second) {
    /** The other order of the two. */
    public Before turned() {
      return new Before(/* first= */ second, /* second= */ first);
    }
  }

  /** What it supposes: each order of writers once. */
  public List<Before> suppositions() {
    return steps.stream().map(Step::why).filter(Objects::nonNull).distinct().toList();
  }
}
