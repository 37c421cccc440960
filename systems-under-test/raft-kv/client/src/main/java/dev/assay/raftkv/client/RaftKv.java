package dev.assay.raftkv.client;

import dev.assay.harness.Client;
import dev.assay.harness.Operator;
import dev.assay.harness.client.SocketTransport;
import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.Cluster.Endpoint;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.deploy.JavaSystem;
import dev.assay.harness.deploy.Layout;
import dev.assay.raftkv.server.RaftKvClasspath;
import dev.assay.raftkv.server.RaftKvServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Raft KV on the nodes of a cluster. */
final class RaftKv extends JavaSystem {
  private final Cluster cluster;
  private final Settings settings;
  private final ReentrantLock operating = new ReentrantLock();
  private @Nullable Operator operator;

  RaftKv(Cluster cluster, Settings settings, Path cache) {
    super(
        cluster,
        new Server(
            "raft-kv",
            RaftKvServer.class,
            RaftKvClasspath.files(),
            settings.raftPort(),
            settings.clientPort(),
            settings.seed()),
        cache);
    this.cluster = cluster;
    this.settings = settings;
  }

  @Override
  protected List<String> flags(Node node, Layout layout) {
    List<String> flags = new ArrayList<>();
    if (cluster.nodes().size() > 1) {
      flags.addAll(List.of("--client-peers", Layout.list(layout.clients(), node.name())));
    }
    flags.addAll(settings.serverFlags());
    return flags;
  }

  @Override
  public void awaitReady(Duration timeout) throws IOException {
    Prepared all = prepared();
    new Readiness(cluster.nodes(), all.layout().clients(), all.daemons()).await(timeout);
  }

  @Override
  public Optional<Node> leader() {
    return preparedEarlier()
        .flatMap(
            all -> new Readiness(cluster.nodes(), all.layout().clients(), all.daemons()).leader());
  }

  /** The same one each time: it knows what it asked for before. */
  @Override
  public Optional<Operator> operator() {
    operating.lock();
    try {
      if (operator == null) {
        Map<String, Endpoint> endpoints = installed().layout().clients();
        operator = new RaftKvOperator(() -> new SocketTransport(endpoints));
      }
      return Optional.of(operator);
    } finally {
      operating.unlock();
    }
  }

  @Override
  public Client client(Node node, int process) {
    return new RaftKvClient(
        node.name(), new SocketTransport(installed().layout().clients()), settings.timeouts());
  }
}
