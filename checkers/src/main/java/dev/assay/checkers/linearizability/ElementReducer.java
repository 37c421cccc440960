package dev.assay.checkers.linearizability;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds few elements to which a violation can be restricted, by delta debugging (Zeller and
 * Hildebrandt 2002): leaves out halves, quarters … single elements while the rest stays illegal.
 */
final class ElementReducer {
  private static final int CHECKS_MAX = 400;

  /** The search judges only problems up to this size: one that is hard would take all the time. */
  private static final int SEARCHED_MAX = 4_000;

  private final @Nullable Monitor monitor;
  private final Engine engine;
  private final Limit limit;
  private int checks;

  ElementReducer(@Nullable Monitor monitor, Engine engine, Limit limit) {
    this.monitor = monitor;
    this.engine = engine;
    this.limit = limit;
  }

  /** A part of the elements; all of them when nothing can be left out. */
  Set<Object> reduce(Problem whole, Set<Object> elements) {
    List<Object> left = new ArrayList<>(elements);
    Problem part = whole.restrict(elements);
    for (int chunk = (left.size() + 1) / 2; left.size() > 1 && chunk > 0; ) {
      boolean hasShrunk = false;
      for (int from = 0; from < left.size() && left.size() > 1 && !isOver(); ) {
        List<Object> fewer = new ArrayList<>(left);
        fewer.subList(from, Math.min(left.size(), from + chunk)).clear();
        Problem smaller = part.restrict(new LinkedHashSet<>(fewer));
        if (!fewer.isEmpty() && isWrong(smaller)) {
          left = fewer;
          part = smaller;
          hasShrunk = true;
        } else {
          from += chunk;
        }
      }
      if (isOver()) {
        break;
      }
      chunk = chunk == 1 && hasShrunk ? 1 : chunk / 2;
    }
    return new LinkedHashSet<>(left);
  }

  private boolean isWrong(Problem part) {
    checks++;
    Answer answer = monitor == null ? null : monitor.decide(part);
    if (answer != null) {
      return answer instanceof Answer.No;
    }
    return part.size() <= SEARCHED_MAX && engine.refute(part, List.of(part.model().initial())) >= 0;
  }

  private boolean isOver() {
    return checks > CHECKS_MAX || limit.reached(0) != null;
  }
}
