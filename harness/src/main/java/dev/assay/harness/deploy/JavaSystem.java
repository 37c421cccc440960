package dev.assay.harness.deploy;

import dev.assay.harness.SystemUnderTest;
import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A system whose server is a Java program with the usual options: {@code --id}, {@code --listen},
 * {@code --client-listen}, {@code --peers}, {@code --dir} and {@code --seed}. One process a node.
 */
public abstract class JavaSystem implements SystemUnderTest {
  private static final Set<String> MODULES = Set.of("java.base", "java.logging", "jdk.unsupported");

  /** Little memory and a quick start: several servers share one machine. */
  private static final List<String> JVM_FLAGS =
      List.of(
          "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

  private final Cluster cluster;
  private final Server server;
  private final Path cache;

  /** No monitor: before JDK 24 virtual threads that wait for one keep others from running. */
  private final ReentrantLock preparing = new ReentrantLock();

  private volatile @Nullable Prepared prepared;

  /**
   * The program.
   *
   * @param name the system's, and of its log
   * @param main its class with {@code main}
   * @param classpath what it needs beside a Java runtime
   * @param serverPort on which servers listen for each other; 0 for any free one
   * @param clientPort on which servers listen for clients; 0 for any free one
   * @param seed the servers' seeds are drawn from it
   */
  public record Server(
      String name, Class<?> main, List<Path> classpath, int serverPort, int clientPort, long seed) {
    public Server {
      classpath = List.copyOf(classpath);
    }
  }

  /** Touches no node yet. */
  protected JavaSystem(Cluster cluster, Server server, Path cache) {
    this.cluster = cluster;
    this.server = server;
    this.cache = cache;
  }

  /** What all nodes need before the first of them is touched. */
  protected record Prepared(Deployment deployment, Layout layout, Map<String, Daemon> daemons) {
    Daemon daemon(Node node) {
      Daemon daemon = daemons.get(node.name());
      if (daemon == null) {
        throw new IllegalArgumentException("no node of this cluster: " + node.name());
      }
      return daemon;
    }
  }

  /** More options for the server of this node. */
  protected abstract List<String> flags(Node node, Layout layout);

  /** Prepares, if that was not done yet. */
  protected Prepared prepared() throws IOException {
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

  /** Empty before the first node was touched. */
  protected Optional<Prepared> preparedEarlier() {
    return Optional.ofNullable(prepared);
  }

  /**
   * What is installed.
   *
   * @throws IllegalStateException when nothing is
   */
  protected Prepared installed() {
    return preparedEarlier()
        .orElseThrow(() -> new IllegalStateException(server.name + " was not installed yet"));
  }

  private Prepared prepare() throws IOException {
    Path runtime = NodeRuntime.archive(cache, MODULES);
    ServerBundle bundle = ServerBundle.of(server.classpath, cache);
    Deployment deployment = new Deployment(runtime, bundle, cluster.sharesFiles());
    Layout layout = Layout.of(cluster, server.serverPort, server.clientPort);
    return new Prepared(deployment, layout, daemons(deployment, layout));
  }

  private Map<String, Daemon> daemons(Deployment deployment, Layout layout) {
    SplittableRandom seeds = new SplittableRandom(server.seed);
    Map<String, Daemon> daemons = new LinkedHashMap<>();
    for (Node node : cluster.nodes()) {
      List<String> command = command(node, deployment, layout, seeds.nextLong());
      daemons.put(node.name(), new Daemon(node, server.name, cluster.mark(), command));
    }
    return daemons;
  }

  private List<String> command(Node node, Deployment deployment, Layout layout, long seed) {
    String name = node.name();
    List<String> command = new ArrayList<>();
    command.add(deployment.java(node));
    command.addAll(JVM_FLAGS);
    command.addAll(List.of("-cp", deployment.classPath(node), server.main.getName()));
    command.addAll(List.of("--id", name));
    command.addAll(List.of("--listen", String.valueOf(layout.servers().get(name))));
    command.addAll(List.of("--client-listen", String.valueOf(layout.clients().get(name))));
    if (cluster.nodes().size() > 1) {
      command.addAll(
          List.of("--peers", Layout.list(layout.peers().getOrDefault(name, Map.of()), name)));
    }
    command.addAll(List.of("--dir", node.directory() + "/data", "--seed", Long.toString(seed)));
    command.addAll(flags(node, layout));
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
  public List<String> logFiles(Node node) {
    return List.of(new Daemon(node, server.name, cluster.mark(), List.of()).logFile());
  }
}
