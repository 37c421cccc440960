package dev.assay.eventualkv.client;

import dev.assay.eventualkv.server.Bug;
import dev.assay.harness.PlantedBug;
import dev.assay.harness.SystemProvider;
import dev.assay.harness.SystemUnderTest;
import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.deploy.NodeRuntime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code eventual-kv}. */
public final class EventualKvProvider implements SystemProvider {
  static final String NAME = "eventual-kv";

  /** Made by {@link java.util.ServiceLoader}. */
  public EventualKvProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "eventually consistent in the manner of Dynamo, or causally consistent";
  }

  @Override
  public String claims() {
    return "convergence, no lost update; causal with causal-register";
  }

  @Override
  public List<String> workloads() {
    return List.of(
        "siblings",
        "eventual-set",
        "eventual-counter",
        "eventual-register",
        "causal-register",
        "register");
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
    Settings unused = Settings.of(new SystemConfig(List.of(), options, "siblings", 0));
  }

  @Override
  public SystemUnderTest create(Cluster cluster, SystemConfig config) {
    return new EventualKv(cluster, Settings.of(config), NodeRuntime.defaultCache());
  }
}
