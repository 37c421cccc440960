package dev.assay.harness.workload;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.generator.Generator;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Updates and reads of a few objects, for ever. Clients overwrite and remove what they have seen
 * themselves: what the last read of the process gave.
 *
 * @param fresh the next value that nobody has used
 * @param seen by thread what its process has read last of each object
 */
record EventualGenerator(Kind kind, int keys, long fresh, Map<Integer, Session> seen)
    implements Generator {
  /** What is updated. */
  enum Kind {
    SET,
    COUNTER,
    REGISTER
  }

  /** What a process has read last, by object. */
  record Session(int process, Map<Long, List<?>> reads) {}

  static EventualGenerator of(Kind kind, int keys) {
    return new EventualGenerator(kind, keys, 1, Map.of());
  }

  @Override
  public Step next(Context context) {
    SplittableRandom random = context.random();
    long key = random.nextInt(keys);
    int percent = random.nextInt(100);
    Operation operation = new Operation("read", key, null);
    if (percent >= 35) {
      operation = update(key, percent, lastRead(context, key), random);
    }
    return new Step.Do(
        operation, context.timeNanos(), new EventualGenerator(kind, keys, fresh + 1, seen));
  }

  private Operation update(long key, int percent, List<?> last, SplittableRandom random) {
    return switch (kind) {
      case COUNTER -> new Operation("add", key, random.nextLong(-3, 6));
      case REGISTER -> new Operation("write", key, List.of(fresh, percent < 55 ? List.of() : last));
      case SET -> {
        boolean isOfSeen = !last.isEmpty() && percent < 60;
        Object element = isOfSeen ? last.get(random.nextInt(last.size())) : (Object) fresh;
        yield new Operation(isOfSeen && percent < 50 ? "remove" : "add", key, element);
      }
    };
  }

  private List<?> lastRead(Context context, long key) {
    Session session = seen.get(context.thread());
    return session == null || session.process() != context.process()
        ? List.of()
        : session.reads().getOrDefault(key, List.of());
  }

  @Override
  public Generator update(Context context, Operation operation, Outcome outcome) {
    if (!operation.f().equals("read")
        || !(outcome instanceof Outcome.Ok ok)
        || !(ok.value() instanceof List<?> values)
        || !(operation.key() instanceof Long key)) {
      return this;
    }
    Session before = seen.get(context.thread());
    Map<Long, List<?>> reads =
        before == null || before.process() != context.process()
            ? new TreeMap<>()
            : new TreeMap<>(before.reads());
    reads.put(key, values);
    Map<Integer, Session> more = new TreeMap<>(seen);
    more.put(context.thread(), new Session(context.process(), reads));
    return new EventualGenerator(kind, keys, fresh, Collections.unmodifiableMap(more));
  }
}
