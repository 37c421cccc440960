package dev.assay.checkers.certificates;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One operation as the verifier sees it.
 *
 * @param invocation the event at which it was invoked
 * @param process who did it
 * @param returned the event at which it returned, {@link #NEVER} when it did not, or not in time
 * @param result the value of an {@code ok} completion
 */
record Call(
    int invocation,
    int process,
    int returned,
    String f,
    @Nullable Object argument,
    @Nullable Object result,
    EventType outcome) {
  static final int NEVER = Integer.MAX_VALUE;

  /** The operation as it stood after {@code lastEvent}; one that is going to fail stays so. */
  static Call until(History history, int invocation, int lastEvent) {
    int completion = history.pair(invocation);
    EventType outcome = history.outcome(invocation);
    boolean hasReturned =
        outcome != EventType.INFO && completion != History.NONE && completion <= lastEvent;
    boolean isOk = hasReturned && outcome == EventType.OK;
    return new Call(
        invocation,
        history.process(invocation),
        hasReturned ? completion : NEVER,
        history.f(invocation),
        history.value(invocation),
        isOk ? history.value(completion) : null,
        outcome == EventType.OK && !hasReturned ? EventType.INFO : outcome);
  }

  /** The call as it stood after {@code lastEvent}; one that is going to fail stays so. */
  Call cutAt(int lastEvent) {
    if (returned == NEVER || returned <= lastEvent) {
      return this;
    }
    EventType now = outcome == EventType.OK ? EventType.INFO : outcome;
    return new Call(invocation, process, NEVER, f, argument, null, now);
  }

  /** The call as if nobody knew what came of it. */
  Call opened() {
    return new Call(invocation, process, NEVER, f, argument, null, EventType.INFO);
  }

  /** The same call with other values. */
  Call with(@Nullable Object newArgument, @Nullable Object newResult) {
    return new Call(invocation, process, returned, f, newArgument, newResult, outcome);
  }

  /** What was asked with: the value of the invocation, else of the completion. */
  @Nullable Object input() {
    return argument != null ? argument : result;
  }

  /** Whether both asked for the same and nobody knows what came of either. */
  boolean isTwinOf(Call other) {
    return isOpen()
        && other.isOpen()
        && f.equals(other.f())
        && Objects.equals(argument, other.argument());
  }

  boolean isOk() {
    return outcome == EventType.OK;
  }

  boolean isFail() {
    return outcome == EventType.FAIL;
  }

  boolean isOpen() {
    return outcome == EventType.INFO;
  }
}
