package dev.assay.benchmarks.raftkv;

import java.util.Arrays;

/** How long operations took, each of them. */
final class Latencies {
  private long[] nanos = new long[1 << 12];
  private int count;

  void add(long took) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = took;
  }

  int count() {
    return count;
  }

  /** Of both. */
  Latencies and(Latencies other) {
    Latencies both = new Latencies();
    both.nanos = Arrays.copyOf(nanos, Math.max(1, count + other.count));
    System.arraycopy(other.nanos, 0, both.nanos, count, other.count);
    both.count = count + other.count;
    return both;
  }

  /** What so many of a hundred operations did not exceed, in milliseconds; 0 when there is none. */
  double percentileMillis(double percent) {
    if (count == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[(int) Math.min(count - 1, Math.floor(count * percent / 100))] / 1e6;
  }
}
