package dev.assay.histories.format;

import dev.assay.histories.Keyword;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the watches of etcd's robustness tests were told: {@link EtcdRobustnessFormat}. */
final class EtcdWatches {
  private static final String FUNCTION = "watch";

  /** When changes were told first, and where that stands. */
  private record First(long timeNanos, long line) {}

  private final Map<Map<Keyword, Object>, First> changes = new LinkedHashMap<>();

  /** Reads one client's file: an object a watch, with all its responses. */
  void read(ByteInput in) throws IOException, HistoryFormatException {
    JsonParser parser = new JsonParser(in, false);
    while (parser.toNextToken() >= 0) {
      long line = in.line();
      Fields watch = new Fields(in, line, parser.readBoxed());
      for (Fields response : watch.objects("Responses")) {
        readResponse(response, line);
      }
    }
  }

  private void readResponse(Fields response, long line) throws HistoryFormatException {
    List<Object> events = new ArrayList<>();
    for (Fields event : response.objects("Events")) {
      events.add(change(event));
    }
    if (events.isEmpty()) {
      return; // a notice of progress
    }
    Map<Keyword, Object> told = new LinkedHashMap<>();
    told.put(new Keyword("revision"), response.integer("Revision"));
    told.put(new Keyword("events"), List.copyOf(events));
    changes.merge(
        Collections.unmodifiableMap(told),
        new First(response.integer("Time"), line),
        (known, again) -> again.timeNanos < known.timeNanos ? again : known);
  }

  private static Object change(Fields event) throws HistoryFormatException {
    String key = event.text("Key");
    long revision = event.integer("Revision");
    return switch (event.text("Type")) {
      case "put-operation" ->
          List.of(new Keyword("put"), key, EtcdRobustnessFormat.Reader.value(event), revision);
      case "delete-operation" -> List.of(new Keyword("delete"), key, revision);
      default -> throw event.wrong("Type", "put-operation or delete-operation");
    };
  }

  void addTo(TimedOperations operations) {
    changes.forEach(
        (told, first) -> operations.addSight(first.line, FUNCTION, told, first.timeNanos));
  }
}
