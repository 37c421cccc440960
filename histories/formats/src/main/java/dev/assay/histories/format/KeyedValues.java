package dev.assay.histories.format;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits the values {@code [key value]} of a history on independent keys. */
final class KeyedValues {
  private KeyedValues() {}

  /** A history whose clients' events have the key of their pair and its value. O(events). */
  static History split(History history) {
    History.Builder out = History.builder();
    if (!history.isRealTime()) {
      out.ordersProcessesOnly();
    }
    for (int e = 0; e < history.size(); e++) {
      Object key = history.key(e);
      Object value = history.value(e);
      if (key == null && history.isClient(e)) {
        List<?> pair = pairOf(value);
        key = pair == null ? invokedKey(history, e) : pair.get(0);
        value = pair == null ? value : pair.get(1);
      }
      out.add(
          history.type(e),
          history.process(e),
          history.f(e),
          key,
          value,
          history.hasTimes() ? history.timeNanos(e) : History.NO_TIME,
          history.index(e),
          history.extra(e));
    }
    return out.build();
  }

  /** A failed or unknown operation may say {@code :timed-out} in place of its pair. */
  private static @Nullable Object invokedKey(History history, int event) {
    int invocation = history.pair(event);
    if (history.type(event) == EventType.INVOKE || invocation == History.NONE) {
      return null;
    }
    List<?> pair = pairOf(history.value(invocation));
    return pair == null ? null : pair.get(0);
  }

  /** The value when it is a list of two, else {@code null}. */
  static @Nullable List<? extends @Nullable Object> pairOf(@Nullable Object value) {
    return value instanceof List<?> list && list.size() == 2 ? list : null;
  }
}
