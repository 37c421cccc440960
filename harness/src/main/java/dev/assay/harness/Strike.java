package dev.assay.harness;

/**
 * A fault with its time: a schedule is a list of these, drawn from the seed before the run.
 *
 * @param startNanos when it starts, since the first operation of the run
 * @param stopNanos when it is undone
 */
public record Strike(long startNanos, long stopNanos, Fault fault) {}
