package dev.assay.harness.generator;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One operation on every key it heard of, again until it is ok.
 *
 * @param keysOf which keys an operation concerns
 * @param known keys of operations that others did, in the order of their first completion
 * @param queue keys still to do; null before the first is asked for
 * @param open the key of each open operation
 */
record EachKey(
    Function<Object, Operation> make,
    Function<Operation, Collection<?>> keysOf,
    long pauseNanos,
    Set<Object> known,
    @Nullable List<Due> queue,
    ByProcess<Object> open)
    implements Generator {

  /** A key and when to try it. */
  record Due(Object key, long atNanos) {}

  @Override
  public Step next(Context context) {
    List<Due> waiting =
        queue == null
            ? known.stream().map(key -> new Due(key, context.timeNanos())).toList()
            : queue;
    long wakeNanos = Leaves.NEVER;
    for (int i = 0; i < waiting.size(); i++) {
      Due due = waiting.get(i);
      if (due.atNanos() <= context.timeNanos()) {
        List<Due> rest = new ArrayList<>(waiting);
        rest.remove(i);
        ByProcess<Object> openThen = open.with(context.process(), due.key());
        return new Step.Do(
            make.apply(due.key()),
            context.timeNanos(),
            new EachKey(make, keysOf, pauseNanos, known, rest, openThen));
      }
      wakeNanos = Math.min(wakeNanos, due.atNanos());
    }
    return waiting.isEmpty() && open.isEmpty()
        ? END
        : new Step.Wait(wakeNanos, new EachKey(make, keysOf, pauseNanos, known, waiting, open));
  }

  @Override
  public Generator update(Context context, Operation operation, Outcome outcome) {
    Object own = open.get(context.process());
    if (own == null) {
      return learn(keysOf.apply(operation));
    }
    List<Due> waiting = new ArrayList<>(queue == null ? List.of() : queue);
    if (!(outcome instanceof Outcome.Ok)) {
      waiting.add(new Due(own, context.timeNanos() + pauseNanos));
    }
    return new EachKey(make, keysOf, pauseNanos, known, waiting, open.without(context.process()));
  }

  private Generator learn(Collection<?> keys) {
    if (queue != null || known.containsAll(keys)) {
      return this;
    }
    Set<Object> more = new LinkedHashSet<>(known);
    more.addAll(keys);
    return new EachKey(make, keysOf, pauseNanos, Collections.unmodifiableSet(more), null, open);
  }
}
