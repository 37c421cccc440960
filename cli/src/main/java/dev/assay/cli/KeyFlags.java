package dev.assay.cli;

import dev.assay.checkers.KeyAssumption;
import dev.assay.harness.WorkloadProvider;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** What may be assumed of the versions of each key of rw-register; the names are Elle's. */
class KeyFlags {
  @Option(
      names = "--wfr-keys",
      description =
          "rw-register: who read a version and then wrote the key overwrote that version. So it is"
              + " at read committed and above, without being said.")
  private boolean writesFollowReads;

  @Option(
      names = "--sequential-keys",
      description = "rw-register: a process never goes back to an earlier version of a key.")
  private boolean sequential;

  @Option(
      names = "--linearizable-keys",
      description =
          "rw-register: what begins later never goes back to an earlier version of a key. Verdicts"
              + " hold under these premises; where one cannot be, it is left out and told.")
  private boolean linearizable;

  Set<KeyAssumption> assumptions() {
    Set<KeyAssumption> all = EnumSet.noneOf(KeyAssumption.class);
    if (writesFollowReads) {
      all.add(KeyAssumption.WRITES_FOLLOW_READS);
    }
    if (sequential) {
      all.add(KeyAssumption.SEQUENTIAL);
    }
    if (linearizable) {
      all.add(KeyAssumption.LINEARIZABLE);
    }
    return all;
  }

  /**
   * Adds them to the options of a workload.
   *
   * @throws UsageException when it has no such options
   */
  void addTo(Map<String, String> workloadOptions, WorkloadProvider workload) {
    for (KeyAssumption each : assumptions()) {
      if (!workload.options().containsKey(each.label())) {
        throw new UsageException(
            "--%s speaks of rw-register, not of workload %s"
                .formatted(each.label(), workload.name()));
      }
      workloadOptions.put(each.label(), "true");
    }
  }
}
