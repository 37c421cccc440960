package dev.assay.checkers;

import java.time.Duration;

/**
 * What a check may use. Every loop of a checker asks {@link #isSpent} often enough that a check
 * ends soon after its time is over.
 *
 * @param deadlineNanos the {@link System#nanoTime} after which to give up
 * @param memoryBytesMax how much the checker's own tables may hold
 */
public record Budget(long deadlineNanos, long memoryBytesMax) {
  /** A budget of wall time from now on and half of the memory that the JVM may still take. */
  public static Budget of(Duration time) {
    Runtime jvm = Runtime.getRuntime();
    long free = jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory();
    long nanos = time.compareTo(Duration.ofDays(3650)) > 0 ? Long.MAX_VALUE / 2 : time.toNanos();
    return new Budget(System.nanoTime() + nanos, free / 2);
  }

  public boolean isSpent() {
    return System.nanoTime() - deadlineNanos >= 0;
  }

  /** The same, but with no more than some time from now on. */
  public Budget atMost(Duration time) {
    long now = System.nanoTime();
    long left = Math.max(0, deadlineNanos - now);
    return new Budget(now + Math.min(left, time.toNanos()), memoryBytesMax);
  }

  /** The same, but with one of so many equal parts of the time that is left. */
  public Budget share(int parts) {
    long now = System.nanoTime();
    return new Budget(now + Math.max(0, deadlineNanos - now) / parts, memoryBytesMax);
  }
}
