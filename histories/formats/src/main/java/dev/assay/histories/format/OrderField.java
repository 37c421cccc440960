package dev.assay.histories.format;

import dev.assay.histories.History;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries {@link History#isRealTime} through formats that have no place for it: a field {@code
 * real-time} of the first event, which other tools pass over.
 */
final class OrderField {
  private static final String NAME = "real-time";

  private OrderField() {}

  /** The extra fields to write for an event. */
  static Map<String, @Nullable Object> write(History history, int event) {
    if (event > 0 || history.isRealTime()) {
      return history.extra(event);
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(history.extra(event));
    fields.put(NAME, false);
    return fields;
  }

  /** Whether the extra fields of the first event say that only the order of processes is known. */
  static boolean isIn(Map<String, @Nullable Object> extra) {
    return Boolean.FALSE.equals(extra.get(NAME));
  }

  static Map<String, @Nullable Object> without(Map<String, @Nullable Object> extra) {
    Map<String, @Nullable Object> rest = new LinkedHashMap<>(extra);
    rest.remove(NAME);
    return rest;
  }
}
