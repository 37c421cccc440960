package dev.assay.histories.format;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Collects whole operations that a source gives with the times of their invocation and completion,
 * in any order, and adds their events in the order of time.
 *
 * <p>What {@link Ties} says of times that are equal depends on what the times are.
 */
final class TimedOperations {
  /** The time of a completion that never came. */
  static final long NEVER = Long.MAX_VALUE;

  /** The process of an operation whose source names none: it gets one that is free. */
  static final int ANY_PROCESS = -1;

  private final EventSink out;
  private final Ties ties;
  private final List<Timed> operations = new ArrayList<>();
  private final List<Timed> sights = new ArrayList<>();

  TimedOperations(EventSink out, Ties ties) {
    this.out = out;
    this.ties = ties;
  }

  /** What the times are, and so what it means that two are equal. */
  enum Ties {
    /** Nanoseconds of a clock: nobody knows which was first, so the operations are concurrent. */
    CONCURRENT,
    /** An order and nothing more: what completes precedes what is then invoked. */
    ORDERED
  }

  /**
   * One operation.
   *
   * @param line where its source tells of it
   * @param process a client's number or {@link #ANY_PROCESS}
   * @param returned {@link #NEVER} where it stayed open
   * @param outcome what it ended with, when it ended
   */
  record Timed(
      long line,
      int process,
      String f,
      @Nullable Object asked,
      @Nullable Object told,
      long called,
      long returned,
      EventType outcome,
      Map<String, @Nullable Object> extra) {
    Timed {
      if (returned < called) {
        throw new IllegalArgumentException("returned at " + returned + ", called at " + called);
      }
    }
  }

  void add(Timed operation) {
    operations.add(operation);
  }

  /** Adds what was seen at a time and is no operation: one {@code info} of the nemesis. */
  void addSight(long line, String f, Object value, long time) {
    sights.add(new Timed(line, ANY_PROCESS, f, null, value, time, time, EventType.INFO, Map.of()));
  }

  /** Adds all events to the sink. */
  void emit() throws HistoryFormatException {
    List<Moment> moments = new ArrayList<>(2 * operations.size() + sights.size());
    for (Timed operation : operations) {
      moments.add(new Moment(operation, Kind.CALL));
      if (operation.returned() != NEVER) {
        moments.add(new Moment(operation, Kind.RETURN));
      }
    }
    sights.forEach(sight -> moments.add(new Moment(sight, Kind.SIGHT)));
    moments.sort(
        Comparator.comparingLong(Moment::time).thenComparingInt(moment -> moment.rank(ties)));
    Processes processes = new Processes(operations);
    for (Moment moment : moments) {
      Timed operation = moment.operation();
      boolean isCall = moment.kind() == Kind.CALL;
      out.add(
          operation.line(),
          1,
          isCall ? EventType.INVOKE : operation.outcome(),
          switch (moment.kind()) {
            case CALL -> processes.enter(operation);
            case RETURN -> processes.leave(operation);
            case SIGHT -> History.NEMESIS;
          },
          operation.f(),
          History.NONE,
          out.internValue(isCall ? operation.asked() : operation.told()),
          ties == Ties.CONCURRENT ? moment.time() : History.NO_TIME,
          -1,
          isCall ? Map.of() : operation.extra());
    }
  }

  private enum Kind {
    CALL,
    RETURN,
    SIGHT
  }

  /** One event to be. */
  private record Moment(Timed operation, Kind kind) {
    long time() {
      return kind == Kind.CALL ? operation.called() : operation.returned();
    }

    /** In an order: ends, then beginnings, then the ends of what also began at this time. */
    int rank(Ties ties) {
      boolean isEarlyEnd = ties == Ties.ORDERED && operation.called() < operation.returned();
      return kind == Kind.CALL ? 1 : isEarlyEnd ? 0 : 2;
    }
  }

  /** Gives processes to operations whose source names none: always the smallest that is free. */
  private static final class Processes {
    private final PriorityQueue<Integer> free = new PriorityQueue<>();
    private final IdentityHashMap<Timed, Integer> taken = new IdentityHashMap<>();
    private int next;

    Processes(List<Timed> operations) {
      for (Timed operation : operations) {
        next = Math.max(next, operation.process() + 1);
      }
    }

    int enter(Timed operation) {
      if (operation.process() != ANY_PROCESS) {
        return operation.process();
      }
      Integer reused = free.poll();
      int process = reused == null ? next++ : reused;
      taken.put(operation, process);
      return process;
    }

    int leave(Timed operation) {
      Integer process = taken.remove(operation);
      if (process == null) {
        return operation.process();
      }
      if (operation.outcome() != EventType.INFO) {
        free.add(process);
      }
      return process;
    }
  }
}
