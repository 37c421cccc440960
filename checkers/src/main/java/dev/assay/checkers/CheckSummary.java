package dev.assay.checkers;

/**
 * What was checked, and how.
 *
 * @param consistency the consistency model that was claimed, by its Jepsen name
 * @param algorithm the algorithm that decided, for people
 * @param operations how many client operations were judged
 * @param partitions into how many independent objects (keys) the history was split
 * @param checkNanos how long the check took
 */
public record CheckSummary(
    String consistency, String algorithm, int operations, int partitions, long checkNanos) {}
