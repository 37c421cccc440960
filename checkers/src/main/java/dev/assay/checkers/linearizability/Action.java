package dev.assay.checkers.linearizability;

import dev.assay.histories.EventType;
import org.jspecify.annotations.Nullable;

/**
 * What one operation asked and got, without who and when: all that a {@link Model} sees of it.
 *
 * @param f what was asked: {@code read}, {@code write}, {@code cas} …
 * @param argument the value of the invocation
 * @param result the value of the completion; null unless {@code outcome} is {@code OK}
 * @param outcome {@code OK}, {@code FAIL}, or {@code INFO} when nobody knows
 */
public record Action(
    String f, @Nullable Object argument, @Nullable Object result, EventType outcome) {

  /** Whether it certainly took effect. */
  public boolean isOk() {
    return outcome == EventType.OK;
  }

  /** What was asked with: the value of the invocation, else of the completion. */
  public @Nullable Object input() {
    return argument != null ? argument : result;
  }
}
