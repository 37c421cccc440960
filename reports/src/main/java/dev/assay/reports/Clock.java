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
    if (!history.hasTimes() || size == 0) {
      return new Clock(false, 0, Math.max(1, size));
    }
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (int event = 0; event < size; event++) {
      least = Math.min(least, history.timeNanos(event));
      most = Math.max(most, history.timeNanos(event));
    }
    return least == most ? new Clock(false, 0, size) : new Clock(true, least, most);
  }

  /** Where an event is on this axis, in nanoseconds or positions since its start. */
  long at(History history, int event) {
    return isTime ? history.timeNanos(event) - startNanos : event;
  }

  long lengthNanos() {
    return endNanos - startNanos;
  }
}
