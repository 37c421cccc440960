package dev.assay.checkers.certificates;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What an object may do, said a second time: independent of the models that checkers use. */
interface Specification {
  Object initial();

  /** Whether the call is one of this object at all; only such calls are passed elsewhere. */
  boolean understands(Call call);

  /** The state after the call, or null when it cannot have gone like this in this state. */
  @Nullable Object after(Object state, Call call);

  /** An object in its initial state, for replaying an order. */
  default Machine machine() {
    return new PureMachine(this, initial());
  }

  /** Whether a call that failed was nevertheless an observation, and has to be in an order. */
  default boolean counts(Call failed) {
    return false;
  }

  /** Whether the call leaves every state as it is, so that a legal order stays so without it. */
  default boolean onlyLooks(Call call) {
    return false;
  }

  /**
   * Whether one call can come after another, with anything between them: false only when what the
   * two told rules it out. Both are {@code ok}.
   */
  default boolean canFollow(Call first, Call second) {
    return true;
  }

  /**
   * Whether no call of {@code others} can tell if this call took place, when it comes between any
   * two of them.
   */
  default boolean isUnnoticed(Call call, Collection<Call> others) {
    return false;
  }

  /**
   * States such that what is illegal from each of them is illegal from every state; empty when
   * there is no such finite set.
   */
  default List<Object> starts(Collection<Call> calls) {
    return List.of();
  }

  /** Gives one state for all that no sequence of these calls can tell apart. */
  default UnaryOperator<Object> simplified(Collection<Call> calls) {
    return UnaryOperator.identity();
  }

  /**
   * Whether leaving out all that concerns some elements from a legal order gives a legal one: see
   * {@link #restrict}.
   */
  default boolean hasElements() {
    return false;
  }

  /** What is left of the call when only some elements count; null when nothing is. */
  default @Nullable Call restrict(Call call, Set<Object> elements) {
    return call;
  }

  /** A machine of a specification without machines of its own. */
  final class PureMachine implements Machine {
    private final Specification specification;
    private Object state;

    PureMachine(Specification specification, Object state) {
      this.specification = specification;
      this.state = state;
    }

    @Override
    public boolean apply(Call call) {
      Object after = specification.after(state, call);
      state = after == null ? state : after;
      return after != null;
    }

    @Override
    public Machine copy() {
      return new PureMachine(specification, state);
    }

    @Override
    public String toString() {
      return state.toString();
    }
  }
}
