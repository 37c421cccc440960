package dev.assay.reports;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What nodes and clients told each other before the violation: a lane each, time going down, an
 * arrow a message. (Lamport, Time, Clocks, and the Ordering of Events, CACM 1978, has them going
 * up.) Bounded: the last events alone.
 */
final class LamportSection {
  private static final int EVENTS_MAX = 160;
  private static final int LANES_MAX = 24;
  private static final int ROW = 16;
  private static final int TOP = 28;
  private static final int LEFT = 96;

  /** Nodes say more than clients do. */
  private static final int NODE_LANE = 150;

  private static final int CLIENT_LANE = 70;

  /** Room for what is said in the last lane. */
  private static final int WORDS = 240;

  private static final int WORDS_MAX = 60;
  private static final Set<String> SHOWN =
      Set.of(
          "send",
          "receive",
          "lose",
          "request",
          "handle",
          "answer",
          "answered",
          "failed",
          "start",
          "crash",
          "pause",
          "resume",
          "cut",
          "heal",
          "log");

  /** n2 before n10 before client 0. */
  private static final Comparator<String> NODES_FIRST =
      Comparator.comparing(LamportSection::isClient)
          .thenComparingInt(String::length)
          .thenComparing(name -> name);

  private final List<TraceLine> events;
  private final List<String> lanes;

  private LamportSection(List<TraceLine> events) {
    this.events = events;
    Set<String> names = new TreeSet<>(NODES_FIRST);
    events.stream().map(TraceLine::lane).filter(lane -> !lane.isBlank()).forEach(names::add);
    this.lanes = names.stream().limit(LANES_MAX).toList();
  }

  static void write(RunFacts facts, Html html) {
    if (facts.input().trace().isEmpty()) {
      return;
    }
    long endNanos =
        facts.windows().isEmpty()
            ? Long.MAX_VALUE
            : facts.history().timeNanos(facts.windows().getFirst().lastEvent());
    ArrayDeque<TraceLine> last = new ArrayDeque<>();
    for (String line : facts.input().trace()) {
      TraceLine.of(line)
          .filter(event -> SHOWN.contains(event.kind()) && event.nanos() <= endNanos)
          .ifPresent(
              event -> {
                last.add(event);
                if (last.size() > EVENTS_MAX) {
                  last.remove();
                }
              });
    }
    html.open("section", "class", "card", "id", "messages");
    html.element("h2", "Messages");
    html.element(
        "p",
        "The last "
            + Words.count(last.size(), "event")
            + (endNanos == Long.MAX_VALUE ? "" : " before the violation showed")
            + ", time going down; all of them are in trace.txt.",
        "class",
        "quiet");
    new LamportSection(List.copyOf(last)).draw(html);
    html.close("section");
  }

  private void draw(Html html) {
    int width = x(lanes.size() - 1) + WORDS;
    int height = TOP + (events.size() + 1) * ROW;
    html.open("div", "class", "lamport");
    html.open("svg", "viewBox", "0 0 " + width + " " + height, "width", width + "", "role", "img");
    for (int lane = 0; lane < lanes.size(); lane++) {
      String x = Integer.toString(x(lane));
      html.element("text", lanes.get(lane), "x", x, "y", "16", "class", "lane-name");
      line(html, "lane", x(lane), TOP - 6, x(lane), height);
    }
    Map<String, int[]> begun = new HashMap<>();
    for (int row = 0; row < events.size(); row++) {
      drawEvent(events.get(row), TOP + (row + 1) * ROW, begun, html);
    }
    html.close("svg").close("div");
  }

  private void drawEvent(TraceLine event, int y, Map<String, int[]> begun, Html html) {
    int lane = lanes.indexOf(event.lane());
    int x = lane < 0 ? LEFT / 2 : x(lane);
    html.element(
        "text", event.millis(), "x", "4", "y", Integer.toString(y + 4), "class", "lamport-time");
    String key = event.arrow();
    if (event.begins()) {
      begun.put(key, new int[] {x, y});
    }
    int[] from = event.begins() ? null : begun.get(key);
    if (from != null) {
      line(html, event.kind().equals("lose") ? "arrow lost" : "arrow", from[0], from[1], x, y);
    }
    String tone =
        switch (event.kind()) {
          case "lose", "crash", "failed", "cut", "pause" -> "mark bad";
          default -> "mark";
        };
    html.open("circle", "cx", x + "", "cy", y + "", "r", "3", "class", tone);
    html.element("title", event.kind() + " " + event.details()).close("circle");
    boolean isSaid = !event.kind().equals("receive") && !event.kind().equals("handle");
    if (isSaid) {
      String words = words(event);
      html.element(
          "text",
          words.length() > WORDS_MAX ? words.substring(0, WORDS_MAX) + "…" : words,
          "x",
          Integer.toString(x + 6),
          "y",
          Integer.toString(y - 3),
          "class",
          "lamport-words");
    }
  }

  private static String words(TraceLine event) {
    return switch (event.kind()) {
      case "send", "request", "answer", "answered" -> event.details();
      default -> event.kind() + (event.details().isBlank() ? "" : ": " + event.details());
    };
  }

  private static void line(Html html, String kind, int x1, int y1, int x2, int y2) {
    html.open("line", "x1", x1 + "", "y1", y1 + "", "x2", x2 + "", "y2", y2 + "", "class", kind)
        .close("line");
  }

  private int x(int lane) {
    return LEFT
        + lanes.stream()
            .limit(Math.max(0, lane))
            .mapToInt(name -> isClient(name) ? CLIENT_LANE : NODE_LANE)
            .sum();
  }

  private static boolean isClient(String lane) {
    return lane.startsWith("client ");
  }
}
