/**
 * Isolation of transactions: inference of dependencies, cycles, anomalies, and which consistency
 * models they rule out (Adya 1999; Kingsbury and Alvaro, Elle, VLDB 2020).
 *
 * <p>Three layers: a workload infers a {@link dev.assay.checkers.isolation.DependencyGraph} of its
 * transactions; anomalies are explained as records; text and HTML are rendered elsewhere.
 */
@NullMarked
package dev.assay.checkers.isolation;

import org.jspecify.annotations.NullMarked;
