package dev.assay.raftkv.client;

import dev.assay.harness.Client;
import dev.assay.harness.SystemUnderTest;
import dev.assay.harness.client.SocketTransport;
import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.deploy.Daemon;
import dev.assay.harness.deploy.Deployment;
import dev.assay.harness.deploy.NodeRuntime;
import dev.assay.harness.deploy.ServerBundle;
import dev.assay.raftkv.server.RaftKvClasspath;
import dev.assay.raftkv.server.RaftKvServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Raft KV on the nodes of a cluster. */
final class RaftKv implements SystemUnderTest {
  private static final String NAME = "raft-kv";
  private static final Set<String> MODULES = Set.of("java.base", "java.logging", "jdk.unsupported");

  /** Little memory and a quick start: several servers share one machine. */
  private static final List<String> JVM_FLAGS =
      List.of(
          "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

  private final Cluster cluster;
  private final Settings settings;
  private final Path cache;

  /** No monitor: before JDK 24 virtual threads that wait for one keep others from running. */
  private final ReentrantLock preparing = new ReentrantLock();

  private volatile @Nullable Prepared prepared;

  RaftKv(Cluster cluster, Settings settings, Path cache) {
    this.cluster = cluster;
    this.settings = settings;
    this.cache = cache;
  }

  /** What all nodes need before the first of them is touched. */
  private record Prepared(Deployment deployment, Layout layout, Map<String, Daemon> daemons) {
    Daemon daemon(Node node) {
      Daemon daemon = daemons.get(node.name());
      if (daemon == null) {
        throw new IllegalArgumentException("no node of this cluster: " + node.name());
      }
      return daemon;
    }
  }

  private Prepared prepared() throws IOException {
    preparing.lock();
    try {
      Prepared known = prepared;
      if (known == null) {
        known = prepare();
        prepared = known;
      }
      return known;
    } finally {
      preparing.unlock();
    }
  }

  private Prepared prepare() throws IOException {
    Path runtime = NodeRuntime.archive(cache, MODULES);
    ServerBundle bundle = ServerBundle.of(RaftKvClasspath.files(), cache);
    Deployment deployment = new Deployment(runtime, bundle);
    Layout layout = Layout.of(cluster, settings.raftPort(), settings.clientPort());
    return new Prepared(deployment, layout, daemons(deployment, layout));
  }

  private Map<String, Daemon> daemons(Deployment deployment, Layout layout) {
    SplittableRandom seeds = new SplittableRandom(settings.seed());
    Map<String, Daemon> daemons = new LinkedHashMap<>();
    for (Node node : cluster.nodes()) {
      List<String> command = command(node, deployment, layout, seeds.nextLong());
      daemons.put(node.name(), new Daemon(node, NAME, cluster.mark(), command));
    }
    return daemons;
  }

  private List<String> command(Node node, Deployment deployment, Layout layout, long seed) {
    String name = node.name();
    List<String> command = new ArrayList<>();
    command.add(deployment.java(node));
    command.addAll(JVM_FLAGS);
    command.addAll(List.of("-cp", deployment.classPath(node), RaftKvServer.class.getName()));
    command.addAll(List.of("--id", name));
    command.addAll(List.of("--listen", String.valueOf(layout.raft().get(name))));
    command.addAll(List.of("--client-listen", String.valueOf(layout.clients().get(name))));
    if (cluster.nodes().size() > 1) {
      command.addAll(
          List.of("--peers", Layout.list(layout.peers().getOrDefault(name, Map.of()), name)));
      command.addAll(List.of("--client-peers", Layout.list(layout.clients(), name)));
    }
    command.addAll(List.of("--dir", node.directory() + "/data", "--seed", Long.toString(seed)));
    command.addAll(settings.serverFlags());
    return command;
  }

  @Override
  public void install(Node node) throws IOException {
    prepared().deployment.install(node);
  }

  @Override
  public void start(Node node) throws IOException {
    prepared().daemon(node).start();
  }

  @Override
  public void kill(Node node) throws IOException {
    prepared().daemon(node).kill();
  }

  @Override
  public void pause(Node node) throws IOException {
    prepared().daemon(node).pause();
  }

  @Override
  public void resume(Node node) throws IOException {
    prepared().daemon(node).resume();
  }

  @Override
  public void awaitReady(Duration timeout) throws IOException {
    Prepared all = prepared();
    new Readiness(cluster.nodes(), all.layout.clients(), all.daemons).await(timeout);
  }

  @Override
  public Optional<Node> leader() {
    Prepared all = prepared;
    return all == null
        ? Optional.empty()
        : new Readiness(cluster.nodes(), all.layout.clients(), all.daemons).leader();
  }

  @Override
  public List<String> logFiles(Node node) {
    return List.of(new Daemon(node, NAME, cluster.mark(), List.of()).logFile());
  }

  @Override
  public Client client(Node node, int process) {
    Prepared all = prepared;
    if (all == null) {
      throw new IllegalStateException("raft-kv was not installed yet");
    }
    return new RaftKvClient(
        node.name(), new SocketTransport(all.layout.clients()), settings.timeouts());
  }
}
