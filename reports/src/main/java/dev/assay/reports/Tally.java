package dev.assay.reports;

import dev.assay.histories.EventType;
import java.util.Arrays;

/** How some operations ended, and how long those took that happened. */
final class Tally {
  private long ok;
  private long fail;
  private long info;
  private long[] latencies = new long[64];
  private int latencyCount;

  /** Counts an operation; a latency below 0 is unknown. */
  void add(EventType outcome, long latencyNanos) {
    switch (outcome) {
      case OK -> {
        ok++;
        if (latencyNanos >= 0) {
          addLatency(latencyNanos);
        }
      }
      case FAIL -> fail++;
      case INFO -> info++;
      case INVOKE -> throw new IllegalArgumentException("an invocation is no outcome");
    }
  }

  long ok() {
    return ok;
  }

  long fail() {
    return fail;
  }

  long info() {
    return info;
  }

  long total() {
    return ok + fail + info;
  }

  boolean hasLatencies() {
    return latencyCount > 0;
  }

  /**
   * The latency that a share of the operations did not exceed (nearest rank), in nanoseconds.
   *
   * @param share above 0 and at most 1
   */
  long quantileNanos(double share) {
    Arrays.sort(latencies, 0, latencyCount);
    int rank = (int) Math.ceil(share * latencyCount);
    return latencies[Math.max(1, rank) - 1];
  }

  private void addLatency(long nanos) {
    if (latencyCount == latencies.length) {
      latencies = Arrays.copyOf(latencies, latencyCount * 2);
    }
    latencies[latencyCount++] = nanos;
  }
}
