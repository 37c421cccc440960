package dev.assay.checkers;

import dev.assay.checkers.certificates.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * One named violation with its proof.
 *
 * @param name the name Jepsen or Elle gives it where they have one: {@code nonlinearizable}, {@code
 *     G-single} …
 * @param key the object it concerns, or null when it concerns the whole history
 * @param certificate what an independent verifier checks
 * @param explanation what a person reads, as data; rendered elsewhere
 */
public record Anomaly(
    String name, @Nullable Object key, Certificate certificate, Explanation explanation) {}
