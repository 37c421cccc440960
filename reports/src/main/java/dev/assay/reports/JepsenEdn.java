package dev.assay.reports;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Operations as Jepsen writes them, to be copied into another tool: one event a line. */
final class JepsenEdn {
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9*+!_?./-]*");
  private static final int VALUE_LENGTH_MAX = 1_000_000;

  private JepsenEdn() {}

  /**
   * The invocations and completions up to {@code lastEvent} of some operations, in their order. An
   * operation on one of many objects has the value {@code [key value]}, as in jepsen.independent.
   */
  static String of(History history, List<Integer> operations, int lastEvent) {
    TreeSet<Integer> events = new TreeSet<>(operations);
    for (int operation : operations) {
      if (history.pair(operation) != History.NONE) {
        events.add(history.pair(operation));
      }
    }
    StringBuilder out = new StringBuilder();
    for (int event : events.headSet(lastEvent, true)) {
      writeEvent(history, event, out);
    }
    return out.toString();
  }

  private static void writeEvent(History history, int event, StringBuilder out) {
    EventType type = history.type(event);
    out.append("{:index ").append(history.index(event));
    out.append(", :type :").append(type.jepsenName());
    out.append(", :process ").append(history.process(event));
    out.append(", :f ").append(keyword(history.f(event)));
    out.append(", :value ");
    if (history.keyId(event) == History.NONE) {
      out.append(text(history.value(event)));
    } else {
      out.append('[').append(text(history.key(event)));
      out.append(' ').append(text(history.value(event))).append(']');
    }
    out.append(", :time ").append(history.timeNanos(event));
    for (Map.Entry<String, @Nullable Object> e : history.extra(event).entrySet()) {
      out.append(", ").append(keyword(e.getKey())).append(' ').append(text(e.getValue()));
    }
    out.append("}\n");
  }

  private static String keyword(String name) {
    return PLAIN_NAME.matcher(name).matches() ? ":" + name : text(name);
  }

  private static String text(@Nullable Object value) {
    return EdnText.of(value, VALUE_LENGTH_MAX);
  }
}
