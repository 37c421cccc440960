package dev.assay.reports;

import dev.assay.histories.History;

/**
 * The time axis of a history.
 *
 * @param isTime whether events have times; otherwise their positions stand in for them
 * @param startNanos the first time (or 0)
 * @param endNanos the last time (or the number of events)
 */
record Clock(boolean isTime, long startNanos, long endNanos) {

  static Clock of(History history) {
    int size = history.size();
    if (size == 0) {
      return new Clock(false, 0, 1);
    }
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    boolean positions = true;
    for (int event = 0; event < size; event++) {
      long time = history.timeNanos(event);
      least = Math.min(least, time);
      most = Math.max(most, time);
      positions &= time == event;
    }
    return positions || least == most ? new Clock(false, 0, size) : new Clock(true, least, most);
  }

  /** Where an event is on this axis, in nanoseconds or positions since its start. */
  long at(History history, int event) {
    return isTime ? history.timeNanos(event) - startNanos : event;
  }

  long lengthNanos() {
    return endNanos - startNanos;
  }
}
