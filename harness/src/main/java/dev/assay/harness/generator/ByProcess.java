package dev.assay.harness.generator;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from processes to values, for what is open or kept a process. Every change
 * copies: O(entries), which concurrency bounds.
 */
final class ByProcess<T> {
  private static final ByProcess<?> EMPTY = new ByProcess<>(new int[0], new Object[0]);

  private final int[] processes;
  private final Object[] values;

  private ByProcess(int[] processes, Object[] values) {
    this.processes = processes;
    this.values = values;
  }

  @SuppressWarnings("unchecked") // nothing is ever read from it
  static <T> ByProcess<T> empty() {
    return (ByProcess<T>) EMPTY;
  }

  boolean isEmpty() {
    return processes.length == 0;
  }

  int size() {
    return processes.length;
  }

  @SuppressWarnings("unchecked") // only T is ever put in
  @Nullable T get(int process) {
    int at = Arrays.binarySearch(processes, process);
    return at < 0 ? null : (T) values[at];
  }

  ByProcess<T> with(int process, T value) {
    int at = Arrays.binarySearch(processes, process);
    if (at >= 0) {
      Object[] changed = values.clone();
      changed[at] = value;
      return new ByProcess<>(processes, changed);
    }
    int insertAt = -at - 1;
    int[] moreProcesses = Arrays.copyOf(processes, processes.length + 1);
    Object[] moreValues = Arrays.copyOf(values, values.length + 1);
    System.arraycopy(processes, insertAt, moreProcesses, insertAt + 1, processes.length - insertAt);
    System.arraycopy(values, insertAt, moreValues, insertAt + 1, values.length - insertAt);
    moreProcesses[insertAt] = process;
    moreValues[insertAt] = value;
    return new ByProcess<>(moreProcesses, moreValues);
  }

  ByProcess<T> without(int process) {
    int at = Arrays.binarySearch(processes, process);
    if (at < 0) {
      return this;
    }
    int[] fewerProcesses = new int[processes.length - 1];
    Object[] fewerValues = new Object[values.length - 1];
    System.arraycopy(processes, 0, fewerProcesses, 0, at);
    System.arraycopy(values, 0, fewerValues, 0, at);
    System.arraycopy(processes, at + 1, fewerProcesses, at, fewerProcesses.length - at);
    System.arraycopy(values, at + 1, fewerValues, at, fewerValues.length - at);
    return new ByProcess<>(fewerProcesses, fewerValues);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ByProcess<?> that
        && Arrays.equals(processes, that.processes)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(processes) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < processes.length; i++) {
      text.append(i == 0 ? "" : ", ").append(processes[i]).append('=').append(values[i]);
    }
    return text.append('}').toString();
  }
}
