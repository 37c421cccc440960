package dev.assay.reports;

import dev.assay.histories.History;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One operation with everything the history says of it, as plain data. */
final class OperationData {
  private OperationData() {}

  /**
   * The operation invoked at a position: {@code event} (the position), {@code index}, {@code
   * process}, {@code f}, {@code key}, {@code value}, {@code outcome} ({@code ok}, {@code fail},
   * {@code info}), {@code result}, times in nanoseconds, and its other fields ({@code node}, {@code
   * error} …), those of the completion before those of the invocation.
   */
  static Map<String, @Nullable Object> of(History history, int invocation) {
    int completion = history.pair(invocation);
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("event", invocation);
    out.put("index", history.index(invocation));
    out.put("process", history.process(invocation));
    out.put("f", history.f(invocation));
    if (history.keyId(invocation) != History.NONE) {
      out.put("key", PlainData.of(history.key(invocation)));
    }
    out.put("value", PlainData.of(history.value(invocation)));
    out.put("outcome", history.outcome(invocation).jepsenName());
    out.put("invoke-ns", history.timeNanos(invocation));
    if (completion != History.NONE) {
      out.put("result", PlainData.of(history.value(completion)));
      out.put("completion-event", completion);
      out.put("complete-ns", history.timeNanos(completion));
      history.extra(completion).forEach((k, v) -> out.putIfAbsent(k, PlainData.of(v)));
    }
    history.extra(invocation).forEach((k, v) -> out.putIfAbsent(k, PlainData.of(v)));
    return out;
  }
}
