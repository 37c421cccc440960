package dev.assay.histories.format;

import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;

/** Checks a property on random inputs; shrinks a failing one by making it again, smaller. */
final class Property {
  /** What must hold; throws when it does not. */
  interface Law<T> {
    void check(T input) throws Exception;
  }

  private Property() {}

  /**
   * Checks {@code cases} inputs whose sizes grow to {@code maxSize}.
   *
   * @param make an input from a source of randomness and a size
   */
  static <T> void holds(
      int cases, int maxSize, BiFunction<SplittableRandom, Integer, T> make, Law<T> law) {
    for (int seed = 0; seed < cases; seed++) {
      int size = 1 + seed * maxSize / cases;
      Throwable failure = failure(seed, size, make, law);
      if (failure == null) {
        continue;
      }
      int smallest = size;
      for (int smaller = 0; smaller < size; smaller++) {
        Throwable its = failure(seed, smaller, make, law);
        if (its != null) {
          smallest = smaller;
          failure = its;
          break;
        }
      }
      Assertions.fail(
          "seed "
              + seed
              + ", size "
              + smallest
              + ": "
              + make.apply(new SplittableRandom(seed), smallest),
          failure);
    }
  }

  private static <T> @Nullable Throwable failure(
      int seed, int size, BiFunction<SplittableRandom, Integer, T> make, Law<T> law) {
    try {
      law.check(make.apply(new SplittableRandom(seed), size));
      return null;
    } catch (Throwable e) {
      return e;
    }
  }
}
