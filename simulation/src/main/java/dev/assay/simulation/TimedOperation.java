package dev.assay.simulation;

import dev.assay.harness.Operation;

/**
 * An operation, when it begins and which client does it.
 *
 * @param thread from 0; processes that follow each other share it
 */
public record TimedOperation(long timeNanos, int thread, Operation operation) {}
