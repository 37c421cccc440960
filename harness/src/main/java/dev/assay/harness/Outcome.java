package dev.assay.harness;

import org.jspecify.annotations.Nullable;

/**
 * How an operation ended. In doubt it is {@link Info}: calling that a failure accuses the innocent.
 */
public sealed interface Outcome {
  /** It happened; {@code value} is what it returned, or its argument when it returns nothing. */
  record Ok(@Nullable Object value) implements Outcome {}

  /** It did not happen and never will. */
  record Fail(String error) implements Outcome {}

  /** Nobody knows whether it happened or still will. */
  record Info(String error) implements Outcome {}
}
