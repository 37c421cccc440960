package dev.assay.harness.cluster.netns;

import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.ClusterOptions;
import dev.assay.harness.cluster.ClusterRecord;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.cluster.Registry;
import dev.assay.harness.cluster.support.Cleanup;
import dev.assay.harness.cluster.support.Filters;
import dev.assay.harness.cluster.support.Folders;
import dev.assay.harness.cluster.support.InParallel;
import dev.assay.harness.cluster.support.Mark;
import dev.assay.harness.cluster.support.MarkedProcesses;
import dev.assay.harness.cluster.support.RemotePorts;
import dev.assay.harness.cluster.support.SshNode;
import dev.assay.harness.ssh.KeyFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Nodes in namespaces of this machine's kernel, as root on Linux. Each has its own network,
 * processes, mounts and host name, its disk over the host's files, and a real SSH server; they meet
 * on a bridge with a network of their own, which is cut by packet filters in the nodes.
 */
public final class NetnsCluster implements Cluster {
  public static final int NODES_MAX = 100;

  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

  private final ClusterRecord record;
  private final Registry registry;
  private final Layout layout;
  private final Network network;
  private final List<SshNode> nodes;
  private final Filters filters;
  private final RemotePorts ports = new RemotePorts();
  private boolean closed;

  private NetnsCluster(ClusterRecord record, Registry registry) {
    this.record = record;
    this.registry = registry;
    layout = Layout.of(record);
    network = new Network(layout);
    nodes = record.nodes().stream().map(node -> new SshNode(record.mark(), node)).toList();
    filters = new Filters(record.mark(), nodes);
  }

  /**
   * Brings up nodes {@code n1}, {@code n2} …
   *
   * @throws IOException when the machine lacks something; the message says what to install
   */
  public static NetnsCluster open(int count, ClusterOptions options) throws IOException {
    if (count < 1 || count > NODES_MAX) {
      throw new IllegalArgumentException(
          "expected 1 to " + NODES_MAX + " netns nodes, found " + count);
    }
    String missing = Prerequisites.missing().orElse("");
    if (!missing.isEmpty()) {
      throw new IOException(missing);
    }
    Registry registry = new Registry(options.stateFolder());
    Folders.createPrivate(options.stateFolder());
    NetnsCluster cluster;
    // One at a time from the choice of a network to the bridge that takes it.
    try (FileChannel lockFile =
            FileChannel.open(
                options.stateFolder().resolve("netns.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = lockFile.lock()) {
      cluster = new NetnsCluster(plan(count, options, registry), registry);
      registry.write(cluster.record);
      cluster.orUndo(cluster.network::createBridge);
      assert lock.isValid();
    }
    cluster.orUndo(cluster::start);
    return cluster;
  }

  /** A cluster that an earlier process brought up, to use it or to undo it. */
  public static NetnsCluster attach(ClusterRecord record, ClusterOptions options) {
    if (!record.kind().equals("netns") || record.nodes().isEmpty()) {
      throw new IllegalArgumentException("expected the record of a netns cluster, found " + record);
    }
    if (!Path.of(record.folders().get(0)).endsWith("assay-" + record.mark())) {
      throw new IllegalArgumentException(
          "not of cluster " + record.mark() + ": the folder " + record.folders().get(0));
    }
    return new NetnsCluster(record, new Registry(options.stateFolder()));
  }

  private static ClusterRecord plan(int count, ClusterOptions options, Registry registry)
      throws IOException {
    String mark = Mark.create();
    Layout layout =
        new Layout(
            mark, Network.free(mark.hashCode()), options.diskFolder().resolve("assay-" + mark));
    Path own = registry.folder(mark);
    return ClusterRecord.create(
        mark,
        "netns",
        List.of(layout.folder().toString()),
        layout.records(count, own.resolve("id_ed25519"), own.resolve("known_hosts")));
  }

  private void orUndo(Cleanup.Step step) throws IOException {
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      try {
        close();
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  private void start() throws IOException {
    Path own = registry.folder(record.mark());
    String key =
        KeyFiles.generate(
            own.resolve("id_ed25519"), KeyFiles.Kind.ED25519, "assay-" + record.mark());
    Folders.createNew(layout.folder());
    StringBuilder hosts = new StringBuilder();
    record.nodes().forEach(node -> hosts.append(node.address() + " " + node.name() + "\n"));
    StringBuilder knownHosts = new StringBuilder();
    for (int i = 0; i < nodes.size(); i++) {
      String hostKey = machine(i).createDisk(key, hosts.toString());
      knownHosts.append(layout.address(i) + " " + hostKey + "\n");
    }
    Files.writeString(own.resolve("known_hosts"), knownHosts);
    network.createNamespaces(nodes.size());
    InParallel.run(indexes(), this::bootAndLogIn);
  }

  private void bootAndLogIn(int index) throws IOException {
    machine(index).boot();
    try {
      nodes.get(index).session().connect();
    } catch (IOException e) {
      throw new IOException(
          e.getMessage() + "; the node's own words: " + machine(index).complaints(), e);
    }
  }

  /** Ends all processes of the node at once; its disk keeps what was written. */
  public void crash(Node node) throws IOException {
    machine(indexOf(node)).crash();
  }

  /** Starts a crashed node again and returns when it can be logged in to. */
  public void boot(Node node) throws IOException {
    bootAndLogIn(indexOf(node));
  }

  /** Leaves the cluster running when this process ends; whoever attaches to it can undo it. */
  public synchronized void detach() throws IOException {
    registry.write(record.detach());
    nodes.forEach(SshNode::close);
    closed = true;
  }

  @Override
  public String kind() {
    return "netns";
  }

  @Override
  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  @Override
  public String mark() {
    return record.mark();
  }

  @Override
  public Endpoint route(Node from, Node to, int port) {
    return new Endpoint(to.address(), port);
  }

  @Override
  public int freePort(Node node) throws IOException {
    return ports.free(node);
  }

  @Override
  public Optional<String> whyNoCuts() throws IOException {
    return filters.unavailable();
  }

  @Override
  public void drop(Set<Link> links) throws IOException {
    filters.drop(links);
  }

  @Override
  public void heal() throws IOException {
    filters.heal();
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      Cleanup undo = new Cleanup();
      nodes.forEach(SshNode::close);
      undo.step(() -> new MarkedProcesses(record.mark()).kill(KILL_TIMEOUT));
      undo.step(() -> network.remove(nodes.size()));
      undo.step(() -> Folders.delete(layout.folder()));
      if (!undo.failed()) {
        undo.step(() -> registry.remove(record.mark()));
      }
      closed = !undo.failed();
      undo.finish();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Machine machine(int index) {
    return new Machine(layout, index);
  }

  private List<Integer> indexes() {
    return IntStream.range(0, nodes.size()).boxed().toList();
  }

  private int indexOf(Node node) {
    List<String> names = new ArrayList<>();
    nodes.forEach(each -> names.add(each.name()));
    int index = names.indexOf(node.name());
    if (index < 0) {
      throw new IllegalArgumentException("expected one of the nodes " + names + ", found " + node);
    }
    return index;
  }
}
