package dev.assay.eventualkv.client;

import dev.assay.eventualkv.server.EventualKvServer;
import dev.assay.harness.Client;
import dev.assay.harness.client.SocketTransport;
import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.deploy.JavaSystem;
import dev.assay.harness.deploy.Layout;
import dev.assay.harness.deploy.Readiness;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The store on the nodes of a cluster. */
final class EventualKv extends JavaSystem {
  private final Cluster cluster;
  private final Settings settings;

  EventualKv(Cluster cluster, Settings settings, Path cache) {
    super(
        cluster,
        new Server(
            EventualKvProvider.NAME,
            EventualKvServer.class,
            EventualKvServer.classpath(),
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
        EventualKvProvider.NAME, cluster.nodes(), all.layout().clients(), all.daemons(), timeout);
  }

  /** Every node coordinates its own transactions. */
  @Override
  public Optional<Node> leader() {
    return Optional.empty();
  }

  @Override
  public Client client(Node node, int process) {
    return new EventualClient(
        node.name(), new SocketTransport(installed().layout().clients()), settings);
  }
}
