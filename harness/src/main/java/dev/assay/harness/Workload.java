package dev.assay.harness;

import dev.assay.checkers.Checker;
import dev.assay.harness.generator.Generator;

/**
 * What clients do and how it is judged.
 *
 * @param generator operations while faults strike
 * @param finalGenerator operations after everything was healed, such as one last read of every key
 * @param checker the judge of the resulting history
 */
public record Workload(Generator generator, Generator finalGenerator, Checker checker) {}
