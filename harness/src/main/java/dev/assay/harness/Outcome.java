package dev.assay.harness;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an operation ended. In doubt it is {@link Info}: calling that a failure accuses the innocent.
 */
public sealed interface Outcome {
  /**
   * It happened.
   *
   * @param value what it returned, or its argument when it returns nothing
   * @param extra what else the system told of it, by the names of fields of a history: {@code
   *     start-ts} and {@code commit-ts}, when and where it took effect by the system's own clock
   */
  record Ok(@Nullable Object value, Map<String, ?> extra) implements Outcome {
    public Ok {
      // Not Map.copyOf, whose order is another in each process.
      extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
    }

    public Ok(@Nullable Object value) {
      this(value, Map.of());
    }
  }

  /** It did not happen and never will. */
  record Fail(String error) implements Outcome {}

  /** Nobody knows whether it happened or still will. */
  record Info(String error) implements Outcome {}
}
