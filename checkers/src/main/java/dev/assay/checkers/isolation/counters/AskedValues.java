package dev.assay.checkers.isolation.counters;

import java.util.Arrays;

/** The values of each counter that somebody asks for, ascending, and who does. */
final class AskedValues {
  static final int NONE = Groups.NONE;

  private final int[] start;
  private final long[] value;
  private final int[] askedBy;
  private final Groups askers;

  AskedValues(Demands demands) {
    int[] keyOf = new int[demands.lines()];
    for (int line = 0; line < keyOf.length; line++) {
      keyOf[line] = demands.asks(line) ? demands.key(line) : NONE;
    }
    Groups byKey = new Groups(demands.keys(), keyOf);
    askedBy = new int[demands.lines()];
    Arrays.fill(askedBy, NONE);
    start = new int[demands.keys() + 1];
    long[] distinct = new long[demands.lines()];
    int size = 0;
    for (int key = 0; key < demands.keys(); key++) {
      long[] sorted = new long[byKey.end(key) - byKey.start(key)];
      for (int i = 0; i < sorted.length; i++) {
        sorted[i] = demands.value(byKey.line(byKey.start(key) + i));
      }
      Arrays.sort(sorted);
      start[key] = size;
      for (int i = 0; i < sorted.length; i++) {
        if (i == 0 || sorted[i] != sorted[i - 1]) {
          distinct[size++] = sorted[i];
        }
      }
      for (int at = byKey.start(key); at < byKey.end(key); at++) {
        int line = byKey.line(at);
        askedBy[line] = Arrays.binarySearch(distinct, start[key], size, demands.value(line));
      }
    }
    start[demands.keys()] = size;
    value = Arrays.copyOf(distinct, size);
    askers = new Groups(size, askedBy);
  }

  /** How many values there are of all counters. */
  int size() {
    return value.length;
  }

  /** The values of a counter are {@code start(key)} until {@code end(key)}. */
  int start(int key) {
    return start[key];
  }

  int end(int key) {
    return start[key + 1];
  }

  long value(int at) {
    return value[at];
  }

  /** Which value a line asks for, or {@link #NONE}. */
  int of(int line) {
    return askedBy[line];
  }

  /** The lines that ask for each value. */
  Groups askers() {
    return askers;
  }

  /** The place of a value of a counter, or {@code -1 - place} of the first greater one. */
  int find(int key, long sought) {
    return Arrays.binarySearch(value, start[key], start[key + 1], sought);
  }
}
