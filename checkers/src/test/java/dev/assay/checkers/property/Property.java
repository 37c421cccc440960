package dev.assay.checkers.property;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A claim on random values.
 *
 * @param generator makes a value from a source of random numbers
 * @param smaller values that are a little simpler, the simplest first
 */
public record Property<T>(Function<SplittableRandom, T> generator, Function<T, List<T>> smaller) {
  private static final int SHRINKS_MAX = 2_000;

  /** Throws when the claim does not hold. */
  @FunctionalInterface
  public interface Claim<T> {
    void holds(T value) throws Exception;
  }

  /**
   * Checks the claim on so many values; each has a seed of its own drawn from the first.
   *
   * @throws AssertionError with the smallest value found that breaks the claim, and its seed
   */
  public void check(long seed, int cases, Claim<T> claim) {
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int i = 0; i < cases; i++) {
      long own = seeds.nextLong();
      T value = generator.apply(new SplittableRandom(own));
      Throwable failure = failure(value, claim);
      if (failure != null) {
        T smallest = shrink(value, claim);
        Throwable cause = failure(smallest, claim);
        throw new AssertionError(
            "case " + i + " of seed " + seed + " (own seed " + own + "), made small:\n" + smallest,
            cause == null ? failure : cause);
      }
    }
  }

  private T shrink(T value, Claim<T> claim) {
    T smallest = value;
    int tries = 0;
    for (boolean progress = true; progress && tries < SHRINKS_MAX; ) {
      progress = false;
      for (T candidate : smaller.apply(smallest)) {
        tries++;
        if (failure(candidate, claim) != null) {
          smallest = candidate;
          progress = true;
          break;
        }
      }
    }
    return smallest;
  }

  private static <T> @Nullable Throwable failure(T value, Property.Claim<T> claim) {
    try {
      claim.holds(value);
      return null;
    } catch (Exception | AssertionError failure) {
      return failure;
    }
  }
}
