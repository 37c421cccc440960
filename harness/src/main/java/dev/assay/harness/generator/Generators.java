package dev.assay.harness.generator;

import dev.assay.harness.Operation;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The generators to build others from; names and meanings are Jepsen's ({@code jepsen.generator})
 * where it has them.
 *
 * <p>All are immutable. A combinator tells a part only how operations ended that came from it. The
 * cost of a step is that of its parts plus O(processes) where operations are followed.
 */
public final class Generators {
  private Generators() {}

  /** No operation at all. */
  public static Generator empty() {
    return Leaves.Empty.EMPTY;
  }

  /** These operations, once each, in this order. */
  public static Generator of(Operation... operations) {
    return of(List.of(operations));
  }

  /** These operations, once each, in this order. */
  public static Generator of(List<Operation> operations) {
    return new Leaves.Listed(List.copyOf(operations), 0);
  }

  /** The same operation for ever. */
  public static Generator repeat(Operation operation) {
    return function(context -> operation);
  }

  /** For ever what the function, which must be pure, makes of the context. */
  public static Generator function(Function<Generator.Context, Operation> make) {
    return new Leaves.Made(make);
  }

  /** No operation for a while; then it has ended. For use between {@link #phases}. */
  public static Generator sleep(Duration duration) {
    return new Leaves.Sleep(nanos(duration), Leaves.UNSET);
  }

  /** Only the first operation. */
  public static Generator once(Generator generator) {
    return limit(1, generator);
  }

  /** Only the first {@code operations} operations. */
  public static Generator limit(int operations, Generator generator) {
    return new Bounded.Limit(atLeast(0, operations, "limit"), generator);
  }

  /** Ends when that time has passed since it was first asked. */
  public static Generator timeLimit(Duration duration, Generator generator) {
    return new Bounded.TimeLimit(nanos(duration), Leaves.UNSET, generator);
  }

  /** Ends when one of the operations is {@code ok}. Until then any number may be open. */
  public static Generator untilOk(Generator generator) {
    return new Bounded.UntilOk(generator);
  }

  /** Begins again whenever the generator has ended, for ever. */
  public static Generator cycle(Generator generator) {
    return new Bounded.Cycle(Integer.MAX_VALUE, generator, generator, true);
  }

  /** The generator, {@code times} times. */
  public static Generator cycle(int times, Generator generator) {
    return times == 0
        ? empty()
        : new Bounded.Cycle(atLeast(0, times, "times") - 1, generator, generator, true);
  }

  /** Changes every operation; the generator itself is told of what it made. */
  public static Generator map(UnaryOperator<Operation> change, Generator generator) {
    return new Mapped(change, generator, ByProcess.empty());
  }

  /** Renames the {@code f} of operations; a name that is not in the map stays. */
  public static Generator fMap(Map<String, String> names, Generator generator) {
    Map<String, String> copy = Map.copyOf(names);
    return map(
        operation ->
            new Operation(
                Objects.requireNonNull(copy.getOrDefault(operation.f(), operation.f())),
                operation.key(),
                operation.value()),
        generator);
  }

  /** One generator after the other, not waiting for operations that are open. */
  public static Generator sequence(List<Generator> generators) {
    return Phases.of(generators, false);
  }

  /** One generator after the other, each once all operations of those before came back. */
  public static Generator phases(Generator... generators) {
    return Phases.of(List.of(generators), true);
  }

  /** {@code first}, and when all its operations came back {@code second}. */
  public static Generator then(Generator first, Generator second) {
    return phases(first, second);
  }

  /** A random generator for each operation, each as likely as any; ends when all have. */
  public static Generator mix(Generator... generators) {
    return mix(Stream.of(generators).map(each -> new Weighted(1, each)).toList());
  }

  /** As {@link #mix(Generator...)}, each as likely as its weight says. */
  public static Generator mix(List<Weighted> generators) {
    return new Mix(List.copyOf(generators), ByProcess.empty());
  }

  /**
   * A generator and how likely it is.
   *
   * @param weight above 0, in proportion to the others
   */
  public record Weighted(double weight, Generator generator) {
    public Weighted {
      if (!(weight > 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException("a weight must be above 0, got " + weight);
      }
    }
  }

  /** The same generator afresh for each thread; a process that follows another goes on with it. */
  public static Generator eachThread(Generator generator) {
    return new EachThread(generator, false, ByProcess.empty());
  }

  /** The same generator afresh for each process. */
  public static Generator eachProcess(Generator generator) {
    return new EachThread(generator, true, ByProcess.empty());
  }

  /**
   * Gives the first threads a generator of their own.
   *
   * @param reserved generators with the number of their threads, from thread 0 on
   * @param others for all other threads
   */
  public static Generator reserve(List<Reserved> reserved, Generator others) {
    return Reserve.of(reserved, others);
  }

  /** A generator for {@code threads} threads. */
  public record Reserved(int threads, Generator generator) {
    public Reserved {
      atLeast(1, threads, "threads");
    }
  }

  /**
   * One operation on every key, again, after a pause, until it is ok; many keys at the same time.
   * Made to come last: the keys are those of all operations of others that it was told of before it
   * is first asked.
   */
  public static Generator eachKeyUntilOk(Function<Object, Operation> make, Duration pause) {
    return eachKeyUntilOk(make, o -> o.key() == null ? List.of() : List.of(o.key()), pause);
  }

  /** The same where {@code keysOf} tells which keys an operation concerns. */
  public static Generator eachKeyUntilOk(
      Function<Object, Operation> make, Function<Operation, Collection<?>> keysOf, Duration pause) {
    return new EachKey(make, keysOf, nanos(pause), Set.of(), null, ByProcess.empty());
  }

  /**
   * Operations at a total rate, over all processes, at the times of a Poisson process: how requests
   * of many users who know nothing of each other arrive. Times do not depend on when operations
   * come back; when all processes are busy operations are late, and catch up.
   */
  public static Generator stagger(double ratePerSecond, Generator generator) {
    return Stagger.of(ratePerSecond, Stagger.Spacing.POISSON, generator);
  }

  /** As {@link #stagger}, with times between 0 and twice the mean apart, as Jepsen has it. */
  public static Generator staggerUniform(double ratePerSecond, Generator generator) {
    return Stagger.of(ratePerSecond, Stagger.Spacing.UNIFORM, generator);
  }

  /** Operations exactly this far apart, over all processes. */
  public static Generator delay(Duration duration, Generator generator) {
    return new Stagger(nanos(duration), Stagger.Spacing.CONSTANT, Leaves.UNSET, generator);
  }

  private static int atLeast(int min, int value, String name) {
    if (value < min) {
      throw new IllegalArgumentException(name + " must be at least " + min + ", got " + value);
    }
    return value;
  }

  private static long nanos(Duration duration) {
    if (duration.isNegative() || duration.compareTo(Duration.ofDays(3650)) > 0) {
      throw new IllegalArgumentException("must be 0 to 3650 days, got " + duration);
    }
    return duration.toNanos();
  }
}
