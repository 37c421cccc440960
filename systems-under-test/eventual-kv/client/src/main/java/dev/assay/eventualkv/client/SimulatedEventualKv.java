package dev.assay.eventualkv.client;

import dev.assay.eventualkv.server.EventualKvServer;
import dev.assay.eventualkv.server.causal.CausalNode;
import dev.assay.eventualkv.server.replica.EventualNode;
import dev.assay.harness.Client;
import dev.assay.harness.SystemProvider.SystemConfig;
import dev.assay.harness.client.Transport;
import dev.assay.runtime.Program;
import dev.assay.simulation.SimulatedSystem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The store in a simulator: the same server and the same client. */
public final class SimulatedEventualKv implements SimulatedSystem {
  /** Made by {@link java.util.ServiceLoader}. */
  public SimulatedEventualKv() {}

  @Override
  public String name() {
    return EventualKvProvider.NAME;
  }

  @Override
  public Map<String, String> draw(SplittableRandom random, int nodes) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("replicas", one(random, "2", "3", "3", "5"));
    options.put("read-quorum", one(random, "1", "2"));
    options.put("write-quorum", one(random, "1", "2"));
    options.put("sloppy-quorum", one(random, "0", "1"));
    options.put("suspect-millis", one(random, "20", "100"));
    options.put("handoff-millis", one(random, "50", "300"));
    options.put("anti-entropy-millis", one(random, "50", "300"));
    options.put("request-timeout-millis", one(random, "300", "1000", "2000"));
    return options;
  }

  private static String one(SplittableRandom random, String... values) {
    return values[random.nextInt(values.length)];
  }

  @Override
  public Instance create(List<String> nodes, SystemConfig config) {
    return new Simulated(Settings.of(config));
  }

  private record Simulated(Settings settings) implements Instance {
    @Override
    public Program program(String node) {
      return EventualKvServer.of(settings.serverFlags());
    }

    @Override
    public Client client(String node, int process, Transport transport) {
      return new EventualClient(node, transport, settings);
    }

    @Override
    public String describe(byte[] message) {
      return settings.workload().equals("causal-register")
          ? CausalNode.describe(message)
          : EventualNode.describe(message);
    }
  }
}
