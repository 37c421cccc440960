package dev.assay.checkers.invariants;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists that may hold nil, which {@link List#of} refuses. */
final class Lists {
  private Lists() {}

  static List<@Nullable Object> of(@Nullable Object element) {
    return Collections.singletonList(element);
  }
}
