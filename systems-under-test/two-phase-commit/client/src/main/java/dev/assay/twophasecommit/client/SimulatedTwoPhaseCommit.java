package dev.assay.twophasecommit.client;

import dev.assay.harness.Client;
import dev.assay.harness.SystemProvider.SystemConfig;
import dev.assay.harness.client.Transport;
import dev.assay.runtime.Program;
import dev.assay.simulation.SimulatedSystem;
import dev.assay.twophasecommit.server.TwoPhaseCommitServer;
import dev.assay.twophasecommit.server.txn.TxnNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The store in a simulator: the same server and the same client. */
public final class SimulatedTwoPhaseCommit implements SimulatedSystem {
  /** Made by {@link java.util.ServiceLoader}. */
  public SimulatedTwoPhaseCommit() {}

  @Override
  public String name() {
    return TwoPhaseCommitProvider.NAME;
  }

  @Override
  public Map<String, String> draw(SplittableRandom random, int nodes) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("resend-millis", one(random, "20", "50", "200"));
    options.put("branch-timeout-millis", one(random, "100", "400", "1000"));
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
      return TwoPhaseCommitServer.of(settings.serverFlags());
    }

    @Override
    public Client client(String node, int process, Transport transport) {
      return new TxnClient(
          node, transport, settings.operationTimeoutMillis(), settings.ofRegisters());
    }

    @Override
    public String describe(byte[] message) {
      return TxnNode.describe(message);
    }
  }
}
