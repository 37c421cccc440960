package dev.assay.simulator;

import dev.assay.runtime.Clock;
import dev.assay.runtime.Rng;

/** A node's clocks: they drift against true time, and the wall clock may be wrong and jump. */
final class SimClock implements Clock {
  private static final long MILLION = 1_000_000;

  /** 2020-01-01; any would do. */
  private static final long EPOCH_MILLIS = 1_577_836_800_000L;

  private final SimCluster cluster;
  private int driftPpm;
  private long offsetMillis;

  SimClock(SimCluster cluster, Weather weather, Rng rng) {
    this.cluster = cluster;
    driftPpm = weather.driftPpmMax() == 0 ? 0 : within(rng, weather.driftPpmMax());
    offsetMillis =
        weather.offsetMillisMax() == 0 ? 0 : within(rng, (int) weather.offsetMillisMax());
  }

  private static int within(Rng rng, int max) {
    return rng.nextInt(2 * max + 1) - max;
  }

  void jump(long millis) {
    offsetMillis += millis;
  }

  /** The first true time at which this clock has moved on by so much. */
  long trueTimeAfter(long localNanos) {
    long now = cluster.nowNanos();
    if (driftPpm == 0) {
      return now + localNanos;
    }
    long due = monotonicNanos() + localNanos;
    long rate = MILLION + driftPpm;
    long time = now + localNanos / rate * MILLION + localNanos % rate * MILLION / rate;
    while (time + scaled(time) < due) {
      time++; // what was cut off by dividing: a nanosecond or two
    }
    return time;
  }

  private long scaled(long nanos) {
    return nanos / MILLION * driftPpm + nanos % MILLION * driftPpm / MILLION;
  }

  @Override
  public long monotonicNanos() {
    long now = cluster.nowNanos();
    return now + scaled(now);
  }

  @Override
  public long wallMillis() {
    return EPOCH_MILLIS + offsetMillis + monotonicNanos() / MILLION;
  }
}
