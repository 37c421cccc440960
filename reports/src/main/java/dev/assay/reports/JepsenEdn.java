package dev.assay.reports;

import dev.assay.histories.History;
import dev.assay.histories.format.JepsenEdnFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

/** Some operations of a history as a history of their own, to be copied into another tool. */
final class JepsenEdn {
  private JepsenEdn() {}

  /**
   * The invocations and completions up to {@code lastEvent} of some operations, in their order, as
   * Jepsen writes them.
   *
   * @param operations positions of invocations, none after {@code lastEvent}
   */
  static String of(History history, List<Integer> operations, int lastEvent) {
    TreeSet<Integer> events = new TreeSet<>(operations);
    for (int operation : operations) {
      if (history.pair(operation) != History.NONE) {
        events.add(history.pair(operation));
      }
    }
    History.Builder part = History.builder();
    for (int event : events.headSet(lastEvent, true)) {
      part.add(
          history.type(event),
          history.process(event),
          history.f(event),
          history.key(event),
          history.value(event),
          history.hasTimes() ? history.timeNanos(event) : History.NO_TIME,
          history.index(event),
          history.extra(event));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new JepsenEdnFormat().write(part.build(), out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
