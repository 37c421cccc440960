package dev.assay.harness.run;

import dev.assay.checkers.Budget;
import dev.assay.checkers.OnlineCheck;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges the history while it is written, on a thread of its own, and says when there is a
 * violation. Events wait in memory until they are judged; workers never wait for the judge.
 */
final class LiveCheck {
  private static final long PAUSE_MILLIS = 200;

  /** How long one judgement may hold up the next. */
  private static final Duration TURN = Duration.ofSeconds(5);

  private final OnlineCheck check;
  private final Consumer<String> announce;
  private final Consumer<String> warnings;
  private final StopSignal found;
  private final LinkedBlockingQueue<Event> waiting = new LinkedBlockingQueue<>();
  private volatile boolean isClosed;

  private record Event(
      EventType type,
      int process,
      String f,
      @Nullable Object key,
      @Nullable Object value,
      long timeNanos,
      Map<String, @Nullable Object> extra) {}

  /**
   * A judge of one run.
   *
   * @param found raised at the first violation
   * @param announce hears what was violated
   */
  LiveCheck(
      OnlineCheck check, StopSignal found, Consumer<String> announce, Consumer<String> warnings) {
    this.check = check;
    this.found = found;
    this.announce = announce;
    this.warnings = warnings;
  }

  /** The log, with what is written to it judged too. */
  EventLog watch(EventLog log) {
    return new Watched(log);
  }

  /** Judges until the log is closed or a violation was found. */
  void work() {
    try {
      while (!isClosed && !found.isRaised()) {
        Event first = waiting.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        take(first);
        for (Event next = waiting.poll(); next != null; next = waiting.poll()) {
          take(next);
        }
        String violation = check.violation(Budget.of(TURN));
        if (violation != null) {
          announce.accept(violation);
          found.raise();
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      warnings.accept("the history is not judged any more while it grows: " + Words.of(e));
    }
    waiting.clear();
    String givenUp = check.givenUp();
    if (givenUp != null) {
      warnings.accept(givenUp);
    }
  }

  private void take(Event event) {
    check.add(
        event.type,
        event.process,
        event.f,
        asRead(event.key),
        asRead(event.value),
        event.timeNanos,
        event.extra);
  }

  /** The value as it will be when it is read from the disk: all integers are longs. */
  private static @Nullable Object asRead(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(LiveCheck::asRead).collect(Collectors.toList());
    }
    return value instanceof Number small
            && (small instanceof Integer || small instanceof Short || small instanceof Byte)
        ? (Object) small.longValue()
        : value;
  }

  private static Map<String, @Nullable Object> fields(
      Map<String, ? extends @Nullable Object> extra) {
    if (extra.isEmpty()) {
      return Map.of();
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    extra.forEach((name, value) -> fields.put(name, asRead(value)));
    return fields;
  }

  /** Both orders are one: an event is written and queued before the next one is. */
  private final class Watched implements EventLog {
    private final EventLog log;
    private final ReentrantLock order = new ReentrantLock();

    Watched(EventLog log) {
      this.log = log;
    }

    @Override
    public void append(
        EventType type,
        int process,
        String f,
        @Nullable Object key,
        @Nullable Object value,
        long timeNanos,
        Map<String, ? extends @Nullable Object> extra) {
      order.lock();
      try {
        log.append(type, process, f, key, value, timeNanos, extra);
        if (process != History.NEMESIS && !found.isRaised() && !isClosed) {
          waiting.add(new Event(type, process, f, key, value, timeNanos, fields(extra)));
        }
      } finally {
        order.unlock();
      }
    }

    @Override
    public @Nullable IOException failure() {
      return log.failure();
    }

    @Override
    public void close() throws IOException {
      isClosed = true;
      log.close();
    }
  }
}
