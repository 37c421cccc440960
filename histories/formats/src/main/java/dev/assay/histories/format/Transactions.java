package dev.assay.histories.format;

import dev.assay.histories.Keyword;
import java.util.List;
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
}
