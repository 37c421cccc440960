package dev.assay.checkers.isolation;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Work in parts for all processors; what comes of it must not depend on how many parts there are.
 */
public final class Work {
  /** Less than this is not worth a part of its own. */
  private static final int PART_MIN = 1 << 16;

  private Work() {}

  /** In how many parts to do so many steps: one for few, and no more than there are processors. */
  public static int parts(long steps) {
    return Math.clamp(steps / PART_MIN, 1, Runtime.getRuntime().availableProcessors());
  }

  /** Where a part of so many things begins; part {@code parts} begins behind the last. */
  public static int begin(int things, int part, int parts) {
    return (int) ((long) things * part / parts);
  }

  /**
   * Adds to each number all before it. Few of them are added up by this thread: to wake others
   * takes longer than all the rest of a small check.
   */
  public static void addUp(int[] numbers) {
    if (numbers.length >= PART_MIN) {
      Arrays.parallelPrefix(numbers, Integer::sum);
      return;
    }
    for (int i = 1; i < numbers.length; i++) {
      numbers[i] += numbers[i - 1];
    }
  }

  /** Does both, at the same time if so many steps are worth it, and waits for them. */
  public static void both(long steps, Runnable first, Runnable second) {
    all(steps, 2, part -> (part == 0 ? first : second).run());
  }

  /** Does so many different things, at the same time if so many steps are worth it. */
  public static void all(long steps, int things, IntConsumer work) {
    if (parts(steps) > 1) {
      run(things, work);
      return;
    }
    for (int thing = 0; thing < things; thing++) {
      work.accept(thing);
    }
  }

  /** What to do with things of consecutive numbers. */
  public interface Stretch {
    /** Does it for the things from one until the other. */
    void accept(int first, int end);
  }

  /**
   * Does all things in stretches, at the same time if so many steps are worth it, as {@link #run}.
   */
  public static void stretches(int things, long steps, Stretch work) {
    int parts = parts(steps);
    run(parts, part -> work.accept(begin(things, part, parts), begin(things, part + 1, parts)));
  }

  /**
   * Does all parts, on as many processors as there are, and waits for them. When some fail, the
   * failure of the first of them in order is thrown.
   */
  public static void run(int parts, IntConsumer work) {
    if (parts == 1) {
      work.accept(0);
      return;
    }
    AtomicReferenceArray<@Nullable RuntimeException> failures = new AtomicReferenceArray<>(parts);
    IntStream.range(0, parts)
        .parallel()
        .forEach(
            part -> {
              try {
                work.accept(part);
              } catch (RuntimeException e) {
                failures.set(part, e);
              }
            });
    for (int part = 0; part < parts; part++) {
      RuntimeException failure = failures.get(part);
      if (failure != null) {
        throw failure;
      }
    }
  }
}
