package dev.assay.twophasecommit.client;

import dev.assay.harness.Client;
import dev.assay.harness.client.SocketTransport;
import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.deploy.JavaSystem;
import dev.assay.harness.deploy.Layout;
import dev.assay.harness.deploy.Readiness;
import dev.assay.twophasecommit.server.TwoPhaseCommitServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The store on the nodes of a cluster. */
final class TwoPhaseCommit extends JavaSystem {
  private final Cluster cluster;
  private final Settings settings;

  TwoPhaseCommit(Cluster cluster, Settings settings, Path cache) {
    super(
        cluster,
        new Server(
            TwoPhaseCommitProvider.NAME,
            TwoPhaseCommitServer.class,
            TwoPhaseCommitServer.classpath(),
            settings.serverPort(),
            settings.clientPort(),
            settings.seed()),
        cache);
    this.cluster = cluster;
    this.settings = settings;
  }

  @Override
  protected List<String> flags(Node node, Layout layout) {
    return settings.serverFlags();
  }

  @Override
  public void awaitReady(Duration timeout) throws IOException {
    Prepared all = prepared();
    Readiness.await(
        TwoPhaseCommitProvider.NAME,
        cluster.nodes(),
        all.layout().clients(),
        all.daemons(),
        timeout);
  }

  /** Every node coordinates its own transactions. */
  @Override
  public Optional<Node> leader() {
    return Optional.empty();
  }

  @Override
  public Client client(Node node, int process) {
    return new TxnClient(
        node.name(),
        new SocketTransport(installed().layout().clients()),
        settings.operationTimeoutMillis(),
        settings.ofRegisters());
  }
}
