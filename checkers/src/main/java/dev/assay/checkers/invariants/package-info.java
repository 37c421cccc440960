/**
 * Invariants: what must hold of a history whatever the order of its operations, judged by counting
 * and comparing. The names of workloads and anomalies, and what they mean, are Jepsen's.
 */
@NullMarked
package dev.assay.checkers.invariants;

import org.jspecify.annotations.NullMarked;
