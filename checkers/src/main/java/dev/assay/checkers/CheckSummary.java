package dev.assay.checkers;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was checked, and how.
 *
 * @param consistency the consistency model that was claimed, by its Jepsen name
 * @param algorithm the algorithm that decided, for people
 * @param operations how many client operations were judged
 * @param partitions into how many independent objects (keys) the history was split
 * @param checkNanos how long the check took
 * @param measured what else was counted or measured, as plain data under Jepsen's names: {@code
 *     lost-count}, {@code stable-latencies} (milliseconds by quantile) …
 * @param classification what else was found of a history of transactions
 * @param staleness how far from linearizable registers were that are not; null for anything else
 */
public record CheckSummary(
    String consistency,
    String algorithm,
    int operations,
    int partitions,
    long checkNanos,
    Map<String, Object> measured,
    Classification classification,
    @Nullable Staleness staleness) {

  /** A summary of a check that measured nothing. */
  public CheckSummary(
      String consistency, String algorithm, int operations, int partitions, long checkNanos) {
    this(consistency, algorithm, operations, partitions, checkNanos, Map.of());
  }

  /** A summary of a check that classified no transactions. */
  public CheckSummary(
      String consistency,
      String algorithm,
      int operations,
      int partitions,
      long checkNanos,
      Map<String, Object> measured) {
    this(consistency, algorithm, operations, partitions, checkNanos, measured, Classification.NONE);
  }

  /** A summary of a check that measured no staleness. */
  public CheckSummary(
      String consistency,
      String algorithm,
      int operations,
      int partitions,
      long checkNanos,
      Map<String, Object> measured,
      Classification classification) {
    this(
        consistency, algorithm, operations, partitions, checkNanos, measured, classification, null);
  }

  /** The same of a check that took so long in all. */
  public CheckSummary after(long nanos) {
    return new CheckSummary(
        consistency, algorithm, operations, partitions, nanos, measured, classification, staleness);
  }

  /** The same with what else was found. */
  public CheckSummary with(Classification found) {
    return new CheckSummary(
        consistency, algorithm, operations, partitions, checkNanos, measured, found, staleness);
  }

  /** The same with how stale its reads were. */
  public CheckSummary with(Staleness measuredStaleness) {
    return new CheckSummary(
        consistency,
        algorithm,
        operations,
        partitions,
        checkNanos,
        measured,
        classification,
        measuredStaleness);
  }
}
