package dev.assay.raftkv.client;

import dev.assay.nemesis.Schedule.Range;
import dev.assay.raftkv.server.Bug;
import dev.assay.simulation.Swarm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What simulated runs have in common that are to find a planted bug: what the README's table says.
 *
 * @param faults names of kinds
 * @param lasting how long faults of some kinds last
 */
record Hunt(
    Map<String, String> systemOptions,
    List<String> faults,
    List<String> weathers,
    Map<String, Range> lasting,
    @Nullable Range calm,
    @Nullable Integer nodes,
    @Nullable Double rate,
    @Nullable Duration timeLimit) {

  /** What {@code assay simulate raft-kv} does when nothing more is said. */
  static final Hunt USUAL =
      new Hunt(
          Map.of(),
          List.of("partition", "kill", "pause", "members", "hand-over"),
          List.copyOf(Swarm.WEATHERS.keySet()),
          Map.of(),
          null,
          null,
          null,
          null);

  /** Most bugs are found without more ado. */
  static Hunt of(Bug bug) {
    return switch (bug) {
      case LEASE_FROM_ANSWER ->
          new Hunt(
              Map.of("lease-drift-ppm", "1000", "election-timeout-millis", "100"),
              List.of("partition", "pause"),
              List.of("packets"),
              Map.of(),
              null,
              null,
              200.0,
              null);
      case LEASE_AFTER_TRANSFER ->
          new Hunt(
              Map.of("lease-drift-ppm", "1000"),
              List.of("hand-over", "partition"),
              List.of("packets"),
              Map.of("hand-over", range(40, 60)),
              range(2, 50),
              null,
              500.0,
              null);
      case SNAPSHOT_DISCARDS_LOG ->
          new Hunt(
              Map.of("snapshot-entries", "2", "snapshot-chunk-bytes", "100000"),
              List.of("partition", "kill"),
              List.of("packets"),
              Map.of(),
              null,
              3,
              200.0,
              null);
      case EARLY_CHANGE ->
          new Hunt(
              Map.of(
                  "request-timeout-millis",
                  "300",
                  "election-timeout-millis",
                  "100",
                  "pre-vote",
                  "0"),
              List.of("members-one", "partition"),
              List.of("disks", "packets"),
              Map.of("members-one", range(60, 250), "partition", range(60, 250)),
              range(2, 30),
              4,
              100.0,
              Duration.ofSeconds(12));
      default -> USUAL;
    };
  }

  private static Range range(long minMillis, long maxMillis) {
    return new Range(Duration.ofMillis(minMillis), Duration.ofMillis(maxMillis));
  }
}
