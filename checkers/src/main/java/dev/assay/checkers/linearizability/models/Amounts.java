package dev.assay.checkers.linearizability.models;

import org.jspecify.annotations.Nullable;

/** How much an operation asks for. */
final class Amounts {
  private Amounts() {}

  /** The integer, 1 for nil or for anything that says who asks instead. */
  static long orOne(@Nullable Object argument) {
    return argument instanceof Long amount ? amount : 1;
  }

  /** The initial count that was told, or a default. */
  static long initial(@Nullable Object told, long otherwise) {
    if (told != null && !(told instanceof Long)) {
      throw new IllegalArgumentException("expected an integer as the initial value, got " + told);
    }
    return told instanceof Long count ? count : otherwise;
  }
}
