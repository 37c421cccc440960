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
 * <p>Times that are equal: what completes then comes before what is invoked then, so that the one
 * precedes the other, as the tools mean that write such histories.
 */
final class TimedOperations {
  /** The time of a completion that never came. */
  static final long NEVER = Long.MAX_VALUE;

  /** The process of an operation whose source names none: it gets one that is free. */
  static final int ANY_PROCESS = -1;

  private final EventSink out;
  private final boolean hasTimes;
  private final List<Timed> operations = new ArrayList<>();

  /**
   * @param hasTimes whether the times are nanoseconds; else they are an order and nothing more
   */
  TimedOperations(EventSink out, boolean hasTimes) {
    this.out = out;
    this.hasTimes = hasTimes;
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

  /** Adds all events to the sink. */
  void emit() throws HistoryFormatException {
    List<Moment> moments = new ArrayList<>(2 * operations.size());
    for (Timed operation : operations) {
      moments.add(new Moment(operation, true));
      if (operation.returned() != NEVER) {
        moments.add(new Moment(operation, false));
      }
    }
    moments.sort(Moment.ORDER);
    Processes processes = new Processes(operations);
    for (Moment moment : moments) {
      Timed operation = moment.operation();
      out.add(
          operation.line(),
          1,
          moment.isCall() ? EventType.INVOKE : operation.outcome(),
          moment.isCall() ? processes.enter(operation) : processes.leave(operation),
          operation.f(),
          History.NONE,
          out.intern(moment.isCall() ? operation.asked() : operation.told()),
          hasTimes ? moment.time() : History.NO_TIME,
          -1,
          moment.isCall() ? Map.of() : operation.extra());
    }
  }

  /** A beginning or an end. */
  private record Moment(Timed operation, boolean isCall) {
    static final Comparator<Moment> ORDER =
        Comparator.comparingLong(Moment::time).thenComparingInt(Moment::rank);

    long time() {
      return isCall ? operation.called() : operation.returned();
    }

    /** Ends, then beginnings, then the ends of what also began at this time. */
    int rank() {
      return isCall ? 1 : operation.called() < operation.returned() ? 0 : 2;
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
