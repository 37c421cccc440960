package dev.assay.checkers.certificates;

import dev.assay.histories.Keyword;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Objects of which one may forget some elements, each call naming at most one. */
abstract class ElementSpecification extends MachineSpecification {
  private static final Keyword EMPTY = new Keyword("empty");

  /** The element that the call is certainly about, or null. */
  abstract @Nullable Object element(Call call);

  @Override
  public boolean hasElements() {
    return true;
  }

  @Override
  public @Nullable Call restrict(Call call, Set<Object> elements) {
    Object element = element(call);
    return element == null || elements.contains(element) ? call : null;
  }

  /** Whether a result says that nothing was found. */
  static boolean isNothing(@Nullable Object result) {
    return result == null || result.equals(EMPTY);
  }
}
