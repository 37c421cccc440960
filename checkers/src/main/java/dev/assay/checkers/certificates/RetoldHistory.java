package dev.assay.checkers.certificates;

import dev.assay.histories.History;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The same events with other micro-operations, for rules that are told of those. */
final class RetoldHistory {
  private RetoldHistory() {}

  /**
   * Makes it.
   *
   * @param microOps by event what it tells, empty where it tells nothing, or null
   * @return null when that of any event is
   */
  static @Nullable History of(
      History history, IntFunction<? extends @Nullable List<Object>> microOps) {
    History.Builder builder = History.builder();
    for (int event = 0; event < history.size(); event++) {
      List<Object> told = microOps.apply(event);
      if (told == null) {
        return null;
      }
      builder.add(
          history.type(event),
          history.process(event),
          history.f(event),
          history.key(event),
          told.isEmpty() ? null : told,
          History.NO_TIME,
          history.index(event),
          history.extra(event));
    }
    if (!history.isRealTime()) {
      builder.ordersProcessesOnly();
    }
    return builder.build();
  }
}
