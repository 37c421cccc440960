package dev.assay.raftkv.client;

import dev.assay.harness.PlantedBug;
import dev.assay.harness.SystemProvider;
import dev.assay.harness.SystemUnderTest;
import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.deploy.NodeRuntime;
import dev.assay.raftkv.server.Bug;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code raft-kv}. */
public final class RaftKvProvider implements SystemProvider {
  @Override
  public String name() {
    return "raft-kv";
  }

  @Override
  public String description() {
    return "a key-value store replicated with Raft, in the shape of the paper";
  }

  @Override
  public String claims() {
    return "linearizable";
  }

  @Override
  public List<String> workloads() {
    return List.of("cas-register", "register");
  }

  @Override
  public List<PlantedBug> bugs() {
    return Arrays.stream(Bug.values())
        .map(bug -> new PlantedBug(bug.label(), bug.description(), bug.source()))
        .toList();
  }

  @Override
  public boolean hasOperator() {
    return true;
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
  public SystemUnderTest create(Cluster cluster, SystemConfig config) {
    List<String> bugs = bugs().stream().map(PlantedBug::name).toList();
    return new RaftKv(cluster, Settings.of(config, bugs), NodeRuntime.defaultCache());
  }
}
