package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.Budget;
import dev.assay.checkers.OnlineCheck;
import dev.assay.histories.EventType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Timestamps of a history that grows, for a model that does not keep real time. As long as they are
 * an order that does keep it there is nothing to find, which takes no look at the whole history;
 * once they are not, the whole is judged by the claim, and so is all that comes after.
 */
final class OnlineWeakened implements OnlineCheck {
  private final OnlineCheck strong;
  private final OnlineCheck whole;
  private boolean isDoubted;

  /**
   * @param strong of the model that keeps real time besides
   * @param whole of the claim
   */
  OnlineWeakened(OnlineCheck strong, OnlineCheck whole) {
    this.strong = strong;
    this.whole = whole;
  }

  @Override
  public void add(
      EventType type,
      int process,
      String f,
      @Nullable Object key,
      @Nullable Object value,
      long timeNanos,
      Map<String, @Nullable Object> extra) {
    whole.add(type, process, f, key, value, timeNanos, extra);
    if (!isDoubted) {
      strong.add(type, process, f, key, value, timeNanos, extra);
    }
  }

  @Override
  public @Nullable String violation(Budget budget) {
    isDoubted = isDoubted || strong.violation(budget) != null || strong.givenUp() != null;
    return isDoubted ? whole.violation(budget) : null;
  }

  @Override
  public @Nullable String givenUp() {
    return isDoubted ? whole.givenUp() : null;
  }

  /** Whether the whole history has to be judged. */
  boolean isDoubted() {
    return isDoubted;
  }
}
