package dev.assay.harness;

import dev.assay.checkers.Checker;
import dev.assay.harness.generator.Generator;
import java.util.Set;

/**
 * What clients do and how it is judged.
 *
 * @param generator operations while faults strike
 * @param finalGenerator operations after everything was healed, such as one last read of every key;
 *     it is also told how the operations of {@code generator} ended, so it can know the keys
 * @param reads names of the operations without effect: when nobody knows how one ended it is
 *     recorded as {@code fail}, which is as true and spares the checker an open operation
 * @param probe an operation without effect that every client does, until it works, before the final
 *     ones
 * @param checker the judge of the resulting history
 */
public record Workload(
    Generator generator,
    Generator finalGenerator,
    Set<String> reads,
    Operation probe,
    Checker checker) {
  public Workload {
    reads = Set.copyOf(reads);
  }
}
