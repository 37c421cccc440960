package dev.assay.cli;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checker;
import dev.assay.harness.WorkloadProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a run was judged, as its {@code test.json} tells: the claim and what may be assumed are
 * options of its workload. So that a run which is checked again gets the same verdict.
 */
final class RunRules {
  private final Path folder;
  private final WorkloadProvider workload;
  private final Map<String, String> options;

  private RunRules(Path folder, WorkloadProvider workload, Map<String, String> options) {
    this.folder = folder;
    this.workload = workload;
    this.options = options;
  }

  /** Whether a file is the folder of a run. */
  static boolean isOfRun(String file) {
    return !file.equals(HistorySource.STDIN) && RunReport.isRunFolder(Path.of(file));
  }

  /**
   * The rules of a run, or null where there is no run of this workload.
   *
   * @param file what the user named: perhaps a run's folder
   * @param workload whose rules apply to its history
   * @throws UsageException when {@code test.json} is not what a run writes
   */
  static @Nullable RunRules of(String file, String workload) throws IOException {
    if (!isOfRun(file)) {
      return null;
    }
    Path folder = Path.of(file);
    Map<String, ?> test = RunReport.test(folder);
    if (!workload.equals(RunReport.text(test, "workload"))) {
      return null;
    }
    Map<String, String> options = new TreeMap<>();
    if (test.get("workload-options") instanceof Map<?, ?> told) {
      told.forEach((name, value) -> options.put(String.valueOf(name), String.valueOf(value)));
    }
    return Catalog.workloads().stream()
        .filter(provider -> provider.name().equals(workload))
        .findFirst()
        .map(provider -> new RunRules(folder, provider, options))
        .orElse(null);
  }

  /** The same with another claim, unless that is null, and further assumptions or timestamps. */
  RunRules with(@Nullable String claim, KeyFlags keys, boolean byTimestamps) {
    Map<String, String> all = new TreeMap<>(options);
    if (claim != null) {
      all.put("consistency", claim);
    }
    keys.addTo(all, workload);
    if (byTimestamps) {
      all.put("timestamps", "true");
    }
    return new RunRules(folder, workload, all);
  }

  Checker checker() {
    try {
      return workload.create(options, 0).checker();
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "%s: options of workload %s: %s; name the workload with --workload to leave them out"
              .formatted(folder.resolve("test.json"), workload.name(), e.getMessage()));
    }
  }

  CheckOptions checkOptions() {
    return workload.checkOptions(options);
  }
}
