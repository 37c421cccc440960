package dev.assay.benchmarks;

import dev.assay.checkers.CheckOptions.FailedCas;
import dev.assay.histories.format.ReadOptions;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which histories to decide, and of what they are. */
final class HistoriesAsked {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "The histories.")
  List<Path> files = List.of();

  @Option(
      names = {"-w", "--workload"},
      paramLabel = "W",
      defaultValue = "cas-register",
      description = "What they are histories of. Default: ${DEFAULT-VALUE}")
  String workload = "";

  @Option(names = "--failed-cas-observed", description = "A failed cas found another value.")
  boolean isFailureSeen;

  @Option(names = "--keyed", description = "Values are pairs of a key and its value.")
  boolean isKeyed;

  ReadOptions reading() {
    return reading(isKeyed);
  }

  static ReadOptions reading(boolean isKeyed) {
    return new ReadOptions(isKeyed ? ReadOptions.Keyed.YES : ReadOptions.Keyed.NO, false);
  }

  FailedCas failedCas() {
    return isFailureSeen ? FailedCas.OBSERVED : FailedCas.IGNORED;
  }
}
