package dev.assay.checkers;

import dev.assay.histories.EventType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges a history while it grows, to find a violation soon after it happened. It gives no
 * certificates: they come from checking the recorded history.
 *
 * <p>Not safe for use by several threads.
 */
public interface OnlineCheck {
  /**
   * Takes the next event of a client, in the order of the history.
   *
   * @param extra its other fields, such as timestamps: {@link
   *     dev.assay.histories.History#extra(int)}
   */
  void add(
      EventType type,
      int process,
      String f,
      @Nullable Object key,
      @Nullable Object value,
      long timeNanos,
      Map<String, @Nullable Object> extra);

  /**
   * Judges what was added.
   *
   * @return what was violated, or null when that is not known; once given it stays
   */
  @Nullable String violation(Budget budget);

  /** What it cannot judge any more, in a sentence; null when nothing was given up. */
  @Nullable String givenUp();
}
