package dev.assay.simulation;

import dev.assay.harness.client.Transport;
import dev.assay.simulator.SimCluster;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the nodes of a simulated cluster beside the simulation. */
record ClusterProbe(SimCluster cluster) implements SimulatedSystem.Probe {
  @Override
  public List<String> nodes() {
    return cluster.names();
  }

  @Override
  public Optional<String> get(String node, String path) {
    Transport.Request request = new Transport.Request("GET", path, Map.of(), new byte[0]);
    return cluster
        .ask(node, SimTransport.translate(request))
        .map(body -> new String(body, StandardCharsets.UTF_8));
  }
}
