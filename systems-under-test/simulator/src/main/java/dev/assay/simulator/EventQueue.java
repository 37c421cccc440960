package dev.assay.simulator;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen, by time. Events of one time come in a random order, and those with the same
 * random number in the order in which they were added: the order is total.
 *
 * <p>A binary heap in three arrays: adding and removing take O(log n) and allocate nothing.
 */
final class EventQueue {
  /** Below the random bits, which are drawn by the caller. */
  private static final int SEQUENCE_BITS = 40;

  private long[] times = new long[256];
  private long[] ties = new long[256];
  private @Nullable Event[] events = new @Nullable Event[256];
  private int size;
  private long sequence;

  /** Adds an event; the high bits of {@code random} decide among events of the same time. */
  void add(long timeNanos, long random, Event event) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      ties = Arrays.copyOf(ties, 2 * size);
      events = Arrays.copyOf(events, 2 * size);
    }
    long tie = (random >>> (SEQUENCE_BITS + 1) << SEQUENCE_BITS) | sequence++;
    int i = size++;
    while (i > 0) {
      int parent = (i - 1) >>> 1;
      if (!isBefore(timeNanos, tie, parent)) {
        break;
      }
      move(parent, i);
      i = parent;
    }
    put(i, timeNanos, tie, event);
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The time of the first event; there must be one. */
  long firstTimeNanos() {
    return times[0];
  }

  /** Forgets cancelled events that have come to the front. */
  void dropCancelled() {
    for (Event first = events[0]; first != null && first.isCancelled(); first = events[0]) {
      remove();
    }
  }

  /** Takes the first event; there must be one. */
  Event remove() {
    Event first = events[0];
    if (first == null || size == 0) {
      throw new IllegalStateException("no events");
    }
    size--;
    long time = times[size];
    long tie = ties[size];
    Event last = events[size];
    events[size] = null;
    if (size > 0 && last != null) {
      sink(time, tie, last);
    }
    return first;
  }

  private void sink(long time, long tie, Event event) {
    int i = 0;
    int half = size >>> 1;
    while (i < half) {
      int child = 2 * i + 1;
      if (child + 1 < size && isBefore(times[child + 1], ties[child + 1], child)) {
        child++;
      }
      if (isBefore(time, tie, child)) {
        break;
      }
      move(child, i);
      i = child;
    }
    put(i, time, tie, event);
  }

  private boolean isBefore(long time, long tie, int other) {
    return time < times[other] || (time == times[other] && tie < ties[other]);
  }

  private void move(int from, int to) {
    times[to] = times[from];
    ties[to] = ties[from];
    events[to] = events[from];
  }

  private void put(int at, long time, long tie, Event event) {
    times[at] = time;
    ties[at] = tie;
    events[at] = event;
  }

  /** Something that happens once. */
  abstract static class Event {
    private boolean isCancelled;

    abstract void happen();

    void cancel() {
      isCancelled = true;
    }

    boolean isCancelled() {
      return isCancelled;
    }
  }
}
