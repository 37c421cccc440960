package dev.assay.twophasecommit.client;

import dev.assay.harness.PlantedBug;
import dev.assay.harness.SystemProvider;
import dev.assay.harness.SystemUnderTest;
import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.deploy.NodeRuntime;
import dev.assay.twophasecommit.server.Bug;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code two-phase-commit}. */
public final class TwoPhaseCommitProvider implements SystemProvider {
  static final String NAME = "two-phase-commit";

  /** Made by {@link java.util.ServiceLoader}. */
  public TwoPhaseCommitProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "transactions over several nodes: two-phase locking, two-phase commit or Paxos Commit";
  }

  @Override
  public String claims() {
    return "strict-serializable";
  }

  @Override
  public List<String> workloads() {
    return List.of(
        "list-append", "rw-register", "counter-inc", "closed-predicate", "bank", "g2", "long-fork");
  }

  @Override
  public List<PlantedBug> bugs() {
    return Arrays.stream(Bug.values())
        .map(bug -> new PlantedBug(bug.label(), bug.description(), bug.source()))
        .toList();
  }

  @Override
  public Map<String, String> options() {
    return Settings.describe();
  }

  @Override
  public void checkOptions(Map<String, String> options) {
    Settings.check(options);
  }

  @Override
  public List<String> keptByTimestamps(Map<String, String> options) {
    return Settings.keptByTimestamps(options);
  }

  @Override
  public SystemUnderTest create(Cluster cluster, SystemConfig config) {
    return new TwoPhaseCommit(cluster, Settings.of(config), NodeRuntime.defaultCache());
  }
}
