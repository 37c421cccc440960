package dev.assay.harness.cluster.local;

import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.ClusterOptions;
import dev.assay.harness.cluster.ClusterRecord;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.cluster.Registry;
import dev.assay.harness.cluster.support.Cleanup;
import dev.assay.harness.cluster.support.Folders;
import dev.assay.harness.cluster.support.InParallel;
import dev.assay.harness.cluster.support.Mark;
import dev.assay.harness.cluster.support.MarkedProcesses;
import dev.assay.harness.cluster.support.NodeNames;
import dev.assay.harness.ssh.KeyFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Nodes on this machine, for which nothing but a JDK is needed.
 *
 * <p>Each has an SSH server in this JVM, an address and a folder of its own. There is no wall
 * between them: a process of one can see those of the others. Traffic goes over proxies (see {@link
 * LinkProxies}), so that it can be cut without root.
 */
public final class LocalCluster implements Cluster {
  public static final int NODES_MAX = 100;

  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

  private final String mark;
  private final Registry registry;
  private final Path folder;
  private final ClusterRecord record;
  private final Loopback loopback;
  private final LinkProxies proxies;
  private final List<LocalNode> nodes = Collections.synchronizedList(new ArrayList<>());
  private final Map<Route, Endpoint> routes = new HashMap<>();
  private boolean closed;

  private record Route(String from, String to, int port) {}

  private LocalCluster(String mark, int count, ClusterOptions options) throws IOException {
    this.mark = mark;
    loopback = Loopback.choose(count);
    folder = folderOf(mark, options);
    registry = new Registry(options.stateFolder());
    record = ClusterRecord.create(mark, "local", List.of(folder.toString()), List.of());
    registry.write(record);
    proxies = new LinkProxies();
  }

  static Path folderOf(String mark, ClusterOptions options) {
    return options.temporaryFolder().resolve("assay-" + mark);
  }

  /**
   * Brings up nodes {@code n1}, {@code n2} … in about a second.
   *
   * @throws IllegalArgumentException for a count below 1 or above {@link #NODES_MAX}
   */
  public static LocalCluster open(int count, ClusterOptions options) throws IOException {
    if (count < 1 || count > NODES_MAX) {
      throw new IllegalArgumentException(
          "expected 1 to " + NODES_MAX + " local nodes, found " + count);
    }
    LocalCluster cluster = new LocalCluster(Mark.create(), count, options);
    try {
      cluster.start(count);
      return cluster;
    } catch (IOException | RuntimeException e) {
      try {
        cluster.close();
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  /** Undoes a cluster whose harness is gone: its processes, its folder, its record. */
  public static void undo(ClusterRecord record, ClusterOptions options) throws IOException {
    undo(record.mark(), record.folders(), new Registry(options.stateFolder()), new Cleanup());
  }

  private static void undo(String mark, List<String> folders, Registry registry, Cleanup undo)
      throws IOException {
    undo.step(() -> new MarkedProcesses(mark).kill(KILL_TIMEOUT));
    for (String folder : folders) {
      undo.step(() -> Folders.delete(owned(Path.of(folder), mark)));
    }
    if (!undo.failed()) {
      undo.step(() -> registry.remove(mark));
    }
    undo.finish();
  }

  private static Path owned(Path folder, String mark) throws IOException {
    if (!folder.isAbsolute() || !folder.endsWith("assay-" + mark)) {
      throw new IOException("not removing " + folder + ": it is not of cluster " + mark);
    }
    return folder;
  }

  private void start(int count) throws IOException {
    Folders.createNew(folder);
    Path keyFile = registry.folder(mark).resolve("id_ecdsa");
    Path knownHosts = registry.folder(mark).resolve("known_hosts");
    String publicKey = KeyFiles.generate(keyFile, KeyFiles.Kind.ECDSA, "assay-" + mark);
    InParallel.run(
        IntStream.range(0, count).boxed().toList(),
        i -> {
          String name = "n" + (i + 1);
          nodes.add(
              new LocalNode(
                  mark,
                  name,
                  loopback.address(i),
                  folder.resolve(name),
                  keyFile,
                  publicKey,
                  knownHosts));
        });
    nodes.sort(Comparator.comparingInt(node -> Integer.parseInt(node.name().substring(1))));
    Files.writeString(
        knownHosts, nodes.stream().map(LocalNode::knownHostLine).collect(Collectors.joining()));
    registry.write(record.withNodes(nodes.stream().map(LocalNode::record).toList()));
  }

  @Override
  public boolean sharesFiles() {
    return true;
  }

  @Override
  public String kind() {
    return "local";
  }

  @Override
  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  @Override
  public String mark() {
    return mark;
  }

  @Override
  public synchronized Endpoint route(Node from, Node to, int port) throws IOException {
    if (from.name().equals(to.name())) {
      return new Endpoint(to.address(), port);
    }
    Route route = new Route(from.name(), to.name(), port);
    @Nullable Endpoint known = routes.get(route);
    if (known != null) {
      return known;
    }
    InetSocketAddress listen =
        proxies.open(
            new Link(from.name(), to.name()),
            InetAddress.getByName(from.address()),
            new InetSocketAddress(to.address(), port));
    Endpoint opened = new Endpoint(from.address(), listen.getPort());
    routes.put(route, opened);
    return opened;
  }

  @Override
  public int freePort(Node node) throws IOException {
    return loopback.freePort(node.address());
  }

  @Override
  public void drop(Set<Link> links) throws IOException {
    NodeNames.check(links, nodes());
    proxies.drop(links);
  }

  @Override
  public void heal() throws IOException {
    proxies.heal();
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      Cleanup undo = new Cleanup();
      for (LocalNode node : List.copyOf(nodes)) {
        undo.step(node::close);
      }
      undo.step(proxies::close);
      undo(mark, List.of(folder.toString()), registry, undo);
      closed = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
