package dev.assay.checkers.isolation.predicates;

import dev.assay.histories.Keyword;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a predicate read asks of the value of a key; no key that has no value matches any. */
sealed interface Predicate {
  /** {@code :true}: all values. */
  record Every() implements Predicate {}

  /** {@code [:= v]}. */
  record Equal(Object value) implements Predicate {}

  /** {@code [:mod m r]}: integers with this remainder, which is never negative. */
  record Remainder(long modulus, long remainder) implements Predicate {}

  /** The predicate that is told so, or null when it is none of these. */
  static @Nullable Predicate of(@Nullable Object told) {
    if (isNamed(told, "true") || Boolean.TRUE.equals(told)) {
      return new Every();
    }
    if (!(told instanceof List<?> parts) || parts.isEmpty()) {
      return null;
    }
    Object first = parts.get(0);
    if (parts.size() == 2 && isNamed(first, "=") && parts.get(1) != null) {
      return new Equal(parts.get(1));
    }
    return parts.size() == 3
            && isNamed(first, "mod")
            && parts.get(1) instanceof Long modulus
            && modulus > 0
            && parts.get(2) instanceof Long remainder
        ? new Remainder(modulus, remainder)
        : null;
  }

  private static boolean isNamed(@Nullable Object told, String name) {
    return name.equals(told) || (told instanceof Keyword keyword && keyword.name().equals(name));
  }
}
