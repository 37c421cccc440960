package dev.assay.checkers.text;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Operations of one history in words. */
final class OperationText {
  private final History history;

  OperationText(History history) {
    this.history = history;
  }

  /** Such as {@code read → 4} or {@code cas [3 4]}. */
  String what(int invocation) {
    String f = plain(history.f(invocation));
    @Nullable Object argument = history.value(invocation);
    @Nullable Object result = result(invocation);
    boolean isAnswered = history.outcome(invocation) == EventType.OK;
    if (argument == null) {
      return isAnswered ? f + " → " + ValueText.of(result) : f;
    }
    return f
        + " "
        + ValueText.of(argument)
        + (isAnswered && !argument.equals(result) ? " → " + ValueText.of(result) : "");
  }

  /** Operations in columns: who, where, what and when, as seen at {@code lastEvent}. */
  String table(Collection<Integer> operations, int lastEvent) {
    List<List<String>> rows = new ArrayList<>();
    for (int op : operations) {
      rows.add(
          List.of(
              "process " + history.process(op),
              node(op),
              what(op),
              time(op) + " – " + until(op, lastEvent)));
    }
    return ExplanationText.table(rows);
  }

  /** The value of an {@code ok} completion. */
  @Nullable Object result(int invocation) {
    return history.outcome(invocation) == EventType.OK
        ? history.value(history.pair(invocation))
        : null;
  }

  /** Such as {@code process 3 (n2)}. */
  String who(int invocation) {
    String node = node(invocation);
    return "process " + history.process(invocation) + (node.isEmpty() ? "" : " (" + node + ")");
  }

  String node(int invocation) {
    @Nullable Object node = history.extra(invocation).get("node");
    int completion = history.pair(invocation);
    if (node == null && completion != History.NONE) {
      node = history.extra(completion).get("node");
    }
    return node == null ? "" : node instanceof String name ? plain(name) : ValueText.of(node);
  }

  /** Such as {@code at 1.203 s}, or {@code at event 17} when the history has no times. */
  String when(int event) {
    return "at " + time(event);
  }

  String time(int event) {
    return history.hasTimes()
        ? String.format(Locale.ROOT, "%.3f s", history.timeNanos(event) / 1e9)
        : "event " + history.index(event);
  }

  /** Until when it was open, as seen at {@code lastEvent}. */
  String until(int invocation, int lastEvent) {
    int completion = history.pair(invocation);
    EventType outcome = history.outcome(invocation);
    if (outcome == EventType.INFO) {
      return "never known";
    }
    return completion > lastEvent ? "still open" : time(completion);
  }

  private static String plain(String text) {
    String quoted = ValueText.of(text);
    return quoted.startsWith("\"") && quoted.endsWith("\"")
        ? quoted.substring(1, quoted.length() - 1)
        : quoted;
  }
}
