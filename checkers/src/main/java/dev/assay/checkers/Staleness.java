package dev.assay.checkers;

import org.jspecify.annotations.Nullable;

/**
 * How far behind the reads of registers were: a read is stale when its value had certainly been
 * replaced before the read was invoked.
 *
 * <p>Certainly: a value is known to be there from the first return of an operation that wrote or
 * saw it, and a write that was invoked after that replaced it. What is counted here is a lower
 * bound, and zero for every linearizable history. It is the pairwise part of the Δ of Golab, Li and
 * Shah, "Analyzing consistency properties for fun and profit" (PODC 2011), §4.
 *
 * @param reads how many reads (and compare-and-sets, which see a value too) were measured
 * @param stale how many of them were stale
 * @param backwards how many were older than what the same process had read of the object before
 * @param ownWritesMissed how many were older than what the same process had written before
 * @param oldest the stale read whose value had been replaced the longest, or without times the most
 *     often
 */
public record Staleness(
    int reads, int stale, int backwards, int ownWritesMissed, @Nullable StaleRead oldest) {

  /**
   * One stale read, each operation named by the event of its invocation.
   *
   * @param key of the object, null when the history has no keys
   * @param read the stale read
   * @param replacement a write that had replaced the value before the read was invoked
   * @param knownBy the return that shows it: of that write, or of an operation that saw its value
   * @param ageNanos how long before the read was invoked that was; -1 when the history has no times
   * @param versions how many writes had certainly come after the value's own by then
   */
  public record StaleRead(
      @Nullable Object key, int read, int replacement, int knownBy, long ageNanos, int versions) {
    /** Whether this one is staler than another. */
    public boolean isOlderThan(@Nullable StaleRead other) {
      return other == null
          || ageNanos > other.ageNanos
          || (ageNanos == other.ageNanos && versions > other.versions);
    }
  }
}
