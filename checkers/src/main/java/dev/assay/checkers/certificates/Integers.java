package dev.assay.checkers.certificates;

import org.jspecify.annotations.Nullable;

/** Integers that calls carry. */
final class Integers {
  private Integers() {}

  static long or(@Nullable Object value, long otherwise) {
    return value instanceof Long number ? number : otherwise;
  }

  static boolean isOneOrNil(@Nullable Object value) {
    return value == null || value instanceof Long;
  }
}
