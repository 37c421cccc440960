package dev.assay.cli;

import dev.assay.harness.SystemProvider;
import dev.assay.harness.WorkloadProvider;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Whether runs are judged by the timestamps that their system tells. */
final class TimestampFlag {
  private static final String OPTION = "timestamps";

  @Option(
      names = "--timestamps",
      description =
          "Judge instead whether the timestamps which the system tells of its transactions are an"
              + " order that keeps the claim. Default claim: the strongest that they are to keep.")
  private boolean byTimestamps;

  /**
   * Adds it to the options of a workload, with the claim where none is given.
   *
   * @throws UsageException when the workload has no such option, or the system no such timestamps
   */
  void addTo(
      Map<String, String> workloadOptions,
      WorkloadProvider workload,
      SystemProvider system,
      Map<String, String> systemOptions) {
    if (byTimestamps) {
      if (!workload.options().containsKey(OPTION)) {
        throw new UsageException(
            "--timestamps is for transactions, list-append and rw-register, not for workload "
                + workload.name());
      }
      workloadOptions.put(OPTION, "true");
    }
    if (!"true".equals(workloadOptions.get(OPTION))) {
      return;
    }
    List<String> kept;
    try {
      kept = system.keptByTimestamps(systemOptions);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--timestamps: " + e.getMessage());
    }
    String claim = workloadOptions.putIfAbsent("consistency", kept.getFirst());
    if (claim != null && !kept.contains(claim)) {
      throw new UsageException(
          "--timestamps: those of %s are an order for %s, not for %s"
              .formatted(system.name(), String.join(", ", kept), Text.printable(claim)));
    }
  }
}
