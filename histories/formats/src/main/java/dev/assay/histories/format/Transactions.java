package dev.assay.histories.format;

import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Knows transactions by their value: micro-operations such as {@code [:append k v]}. */
final class Transactions {
  private Transactions() {}

  /** Whether the value is a list, not empty, of lists of three that begin with a keyword. */
  static boolean isTransaction(@Nullable Object value) {
    if (!(value instanceof List<?> mops) || mops.isEmpty()) {
      return false;
    }
    for (Object mop : mops) {
      if (!(mop instanceof List<?> parts)
          || parts.size() != 3
          || !(parts.get(0) instanceof Keyword)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a micro-operation reads. */
  static boolean isRead(List<?> mop) {
    return mop.get(0) instanceof Keyword keyword && keyword.name().equals("r");
  }

  /** The value with the names of its micro-operations as keywords, when they are strings. */
  static @Nullable Object withKeywords(@Nullable Object value) {
    if (!(value instanceof List<?> mops) || mops.isEmpty()) {
      return value;
    }
    for (Object mop : mops) {
      if (!(mop instanceof List<?> parts)
          || parts.size() < 2
          || !(parts.get(0) instanceof String)) {
        return value;
      }
    }
    return mops.stream().map(Transactions::withKeyword).toList();
  }

  private static Object withKeyword(@Nullable Object mop) {
    List<@Nullable Object> parts = new ArrayList<>((List<?>) Objects.requireNonNull(mop));
    parts.set(0, new Keyword((String) Objects.requireNonNull(parts.get(0))));
    return Collections.unmodifiableList(parts);
  }
}
