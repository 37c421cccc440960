package dev.assay.raftkv.client;

import dev.assay.harness.Client;
import dev.assay.harness.Operator;
import dev.assay.harness.SystemProvider.SystemConfig;
import dev.assay.harness.client.Transport;
import dev.assay.raftkv.server.RaftKvServer;
import dev.assay.raftkv.server.raft.RaftNode;
import dev.assay.runtime.Program;
import dev.assay.simulation.SimulatedSystem;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Raft KV in a simulator: the same server and the same client. */
public final class SimulatedRaftKv implements SimulatedSystem {
  /** Made by {@link java.util.ServiceLoader}. */
  public SimulatedRaftKv() {}

  @Override
  public String name() {
    return "raft-kv";
  }

  @Override
  public Map<String, String> draw(SplittableRandom random, int nodes) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("election-timeout-millis", one(random, "100", "150", "250", "400"));
    options.put("batch-entries-max", one(random, "1", "8", "1024"));
    options.put("sessions-max", one(random, "1024", "1024", "1024", "8"));
    options.put("request-timeout-millis", one(random, "300", "1000", "2000"));
    options.put("attempt-timeout-millis", one(random, "200", "500", "1000"));
    options.put("pipeline-batches-max", one(random, "1", "2", "4", "8"));
    options.put("snapshot-entries", one(random, "2", "10", "100", "10000"));
    options.put("snapshot-chunk-bytes", one(random, "10", "100", "100000"));
    options.put("invariant-level", one(random, "0", "2", "2"));
    options.put("pre-vote", one(random, "1", "1", "0"));
    if (random.nextBoolean()) {
      // Clocks of the simulator drift by a tenth at most.
      options.put("lease-drift-ppm", "100000");
    }
    return options;
  }

  private static String one(SplittableRandom random, String... values) {
    return values[random.nextInt(values.length)];
  }

  @Override
  public Instance create(List<String> nodes, SystemConfig config) {
    List<String> bugs = new RaftKvProvider().bugs().stream().map(bug -> bug.name()).toList();
    return new Simulated(Settings.of(config, bugs));
  }

  private record Simulated(Settings settings) implements Instance {
    @Override
    public Program program(String node) {
      return RaftKvServer.of(settings.serverFlags());
    }

    @Override
    public Client client(String node, int process, Transport transport) {
      return new RaftKvClient(node, transport, settings.timeouts());
    }

    @Override
    public Optional<Operator> operator(Supplier<Transport> transports) {
      return Optional.of(new RaftKvOperator(transports));
    }

    @Override
    public Optional<String> leader(Probe probe) {
      NodeStatus latest = null;
      for (String node : probe.nodes()) {
        Optional<String> body = probe.get(node, "/status");
        if (body.isPresent()) {
          NodeStatus status = status(node, body.get());
          if (status.leads() && (latest == null || status.term() > latest.term())) {
            latest = status;
          }
        }
      }
      return latest == null ? Optional.empty() : Optional.of(latest.id());
    }

    private static NodeStatus status(String node, String body) {
      try {
        return NodeStatus.of(node, new Transport.Answer(200, body));
      } catch (IOException e) {
        throw new IllegalStateException(node + " says nonsense of itself: " + e.getMessage(), e);
      }
    }

    @Override
    public String describe(byte[] message) {
      return RaftNode.describe(message);
    }
  }
}
