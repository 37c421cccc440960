package dev.assay.checkers.certificates;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an object may do, said a second time: independent of the models that checkers use. */
interface Specification {
  Object initial();

  /** Whether the call is one of this object at all; only such calls are passed elsewhere. */
  boolean understands(Call call);

  /** The state after the call, or null when it cannot have gone like this in this state. */
  @Nullable Object after(Object state, Call call);

  /** Whether a call that failed was nevertheless an observation, and has to be in an order. */
  boolean counts(Call failed);

  /** Whether the call leaves every state as it is. */
  boolean onlyLooks(Call call);

  /**
   * Whether no call of {@code others} can tell if this call took place, when it comes between any
   * two of them.
   */
  boolean isUnnoticed(Call call, Collection<Call> others);

  /**
   * States such that what is illegal from each of them is illegal from every state; empty when
   * there is no such finite set.
   */
  List<Object> starts(Collection<Call> calls);
}
