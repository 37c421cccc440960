package dev.assay.reports;

import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When which fault was active, read from the nemesis's events.
 *
 * <p>A fault begins with {@code start-<kind>} and ends with {@code stop-<kind>}; faults of one kind
 * do not overlap, those of different kinds may. Jepsen's other customs are understood too: {@code
 * kill} ends with {@code start}, {@code pause} with {@code resume}, a bare {@code start} with
 * {@code stop}, and a second event of the same name before the end is the completion of the first.
 * What fits nothing, or failed to start, is a {@link Mark}.
 */
final class FaultBands {
  /** The most faults kept, and the most marks: more could not be drawn. */
  static final int MAX = 2000;

  /**
   * One fault. Times are {@link Clock} times.
   *
   * @param kind {@code partition}, {@code kill} …
   * @param startNanos when the nemesis began with it
   * @param stopNanos when it was undone, or the history's last time when it never was
   * @param stopEvent the event that undid it, or {@link History#NONE}
   * @param value what it did to whom, as the history says
   */
  record Band(
      String kind,
      long startNanos,
      long stopNanos,
      int startEvent,
      int stopEvent,
      @Nullable Object value) {
    boolean isStopped() {
      return stopEvent != History.NONE;
    }

    long lengthNanos() {
      return stopNanos - startNanos;
    }
  }

  /** A nemesis event that neither starts nor stops a fault. */
  record Mark(String f, long timeNanos, int event, @Nullable Object value) {}

  private static final Map<String, String> ENDS_OF =
      Map.of("start", "kill", "resume", "pause", "stop", "fault", "heal", "fault");

  private final List<Band> bands = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private final Map<String, Integer> open = new LinkedHashMap<>();
  private final History history;
  private final Clock clock;
  private int leftOut;

  private FaultBands(History history, Clock clock) {
    this.history = history;
    this.clock = clock;
  }

  static FaultBands of(History history, Clock clock) {
    FaultBands faults = new FaultBands(history, clock);
    for (int event = 0; event < history.size(); event++) {
      if (history.process(event) == History.NEMESIS) {
        faults.add(event);
      }
    }
    return faults;
  }

  /** In the order of their starts. */
  List<Band> bands() {
    return List.copyOf(bands);
  }

  List<Mark> marks() {
    return List.copyOf(marks);
  }

  /** How many faults more there were than are kept. */
  int leftOut() {
    return leftOut;
  }

  /** The kinds in the order of their first start, with how often each struck. */
  Map<String, Integer> countsByKind() {
    Map<String, Integer> out = new LinkedHashMap<>();
    bands.forEach(band -> out.merge(band.kind(), 1, Integer::sum));
    return out;
  }

  /** The times with at least one fault: disjoint, ascending, {@code {start, stop}} each. */
  List<long[]> union() {
    List<long[]> out = new ArrayList<>();
    List<Band> sorted = new ArrayList<>(bands);
    sorted.sort(Comparator.comparingLong(Band::startNanos));
    for (Band band : sorted) {
      long[] last = out.isEmpty() ? null : out.get(out.size() - 1);
      if (last != null && band.startNanos() <= last[1]) {
        last[1] = Math.max(last[1], band.stopNanos());
      } else {
        out.add(new long[] {band.startNanos(), band.stopNanos()});
      }
    }
    return out;
  }

  private void add(int event) {
    String f = history.f(event);
    String starts = kindStarted(f);
    boolean hasFailed = history.extra(event).containsKey("error");
    if (starts != null && !hasFailed) {
      start(starts, event);
      return;
    }
    String stops = starts == null ? kindStopped(f) : null;
    if (stops != null) {
      stop(stops, event);
      return;
    }
    if (marks.size() < MAX) {
      marks.add(new Mark(f, clock.at(history, event), event, history.value(event)));
    }
  }

  private @Nullable String kindStarted(String f) {
    if (f.startsWith("start-")) {
      return f.substring("start-".length());
    }
    return switch (f) {
      case "kill", "pause" -> f;
      case "start" -> open.containsKey("kill") || struckBefore("kill") ? null : "fault";
      default -> null;
    };
  }

  private @Nullable String kindStopped(String f) {
    if (f.startsWith("stop-")) {
      return f.substring("stop-".length());
    }
    if (f.startsWith("heal-")) {
      return f.substring("heal-".length());
    }
    String kind = ENDS_OF.get(f);
    return kind != null && (open.containsKey(kind) || struckBefore(kind)) ? kind : null;
  }

  /** Whether the kind struck before: its end may be told twice. */
  private boolean struckBefore(String kind) {
    return bands.stream().anyMatch(band -> band.kind().equals(kind));
  }

  private void start(String kind, int event) {
    long time = startTime(event);
    Integer at = open.get(kind);
    if (at != null) {
      Band band = bands.get(at);
      Object value = history.value(event) != null ? history.value(event) : band.value();
      bands.set(
          at,
          new Band(
              kind, band.startNanos(), band.stopNanos(), band.startEvent(), History.NONE, value));
      return;
    }
    if (bands.size() == MAX) {
      leftOut++;
      return;
    }
    long end = clock.lengthNanos();
    open.put(kind, bands.size());
    bands.add(new Band(kind, time, end, event, History.NONE, history.value(event)));
  }

  /** The nemesis may say when it began: what it did was felt before it was done. */
  private long startTime(int event) {
    long time = clock.at(history, event);
    return clock.isTime() && history.extra(event).get("began") instanceof Long began
        ? Math.clamp(began - clock.startNanos(), 0, time)
        : time;
  }

  private void stop(String kind, int event) {
    Integer at = open.remove(kind);
    if (at != null) {
      Band b = bands.get(at);
      long time = clock.at(history, event);
      bands.set(at, new Band(kind, b.startNanos(), time, b.startEvent(), event, b.value()));
    }
  }
}
