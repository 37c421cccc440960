package dev.assay.harness.cluster.hosts;

import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.ClusterOptions;
import dev.assay.harness.cluster.ClusterRecord;
import dev.assay.harness.cluster.ClusterRecord.NodeRecord;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.cluster.Registry;
import dev.assay.harness.cluster.support.Cleanup;
import dev.assay.harness.cluster.support.Filters;
import dev.assay.harness.cluster.support.InParallel;
import dev.assay.harness.cluster.support.Mark;
import dev.assay.harness.cluster.support.PacketFilter;
import dev.assay.harness.cluster.support.RemotePorts;
import dev.assay.harness.cluster.support.SshNode;
import dev.assay.harness.ssh.Session.ExecResult;
import dev.assay.harness.ssh.Shell;
import dev.assay.harness.ssh.SshSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Nodes that are hosts of their own. What is put there lies in one folder: {@code /opt/assay-MARK}
 * for root, {@code ~/assay-MARK} for others. Cutting links takes root or a {@code sudo} without a
 * password there.
 */
public final class HostsCluster implements Cluster {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Ends, on a host, the processes with a mark; each is looked at again before it is killed. */
  private static final String KILL =
      """
      rounds=0
      while :; do
        found=$(grep -ls "$wanted" /proc/[0-9]*/environ | cut -d/ -f3)
        [ -n "$found" ] || exit 0
        rounds=$((rounds + 1))
        [ $rounds -le 100 ] || { echo "these do not end:" $found >&2; exit 1; }
        for pid in $found; do
          if grep -qs "$wanted" /proc/$pid/environ; then kill -KILL $pid 2>/dev/null; fi
        done
        sleep 0.05 2>/dev/null || sleep 1
      done
      """;

  private final ClusterRecord record;
  private final Registry registry;
  private final List<SshNode> nodes;
  private final Map<String, HostFacts> facts;
  private final Filters filters;
  private final RemotePorts ports = new RemotePorts();
  private boolean closed;

  private HostsCluster(ClusterRecord record, Registry registry, Map<String, HostFacts> facts) {
    this.record = record;
    this.registry = registry;
    this.facts = facts;
    nodes = record.nodes().stream().map(node -> new SshNode(record.mark(), node)).toList();
    filters = new Filters(record.mark(), nodes, new SeenAddresses());
  }

  /** Logs in to all hosts at the same time and makes a folder on each. */
  public static HostsCluster open(List<HostSpec> hosts, ClusterOptions options) throws IOException {
    String mark = Mark.create();
    Registry registry = new Registry(options.stateFolder());
    List<String> names = hosts.stream().map(HostSpec::host).distinct().toList();
    List<HostFacts> found =
        InParallel.map(
            hosts,
            host -> {
              try (SshSession session = new SshSession(record(host, "", "", options).target())) {
                return HostFacts.ask(session, names);
              }
            });
    List<NodeRecord> records = new ArrayList<>();
    Map<String, HostFacts> facts = new HashMap<>();
    for (int i = 0; i < hosts.size(); i++) {
      HostSpec host = hosts.get(i);
      HostFacts fact = found.get(i);
      String address = host.address().isEmpty() ? fact.loginAddress() : host.address();
      records.add(record(host, address, directory(fact, mark), options));
      facts.put(host.name(), fact);
    }
    HostsCluster cluster =
        new HostsCluster(ClusterRecord.create(mark, "hosts", List.of(), records), registry, facts);
    registry.write(cluster.record);
    try {
      InParallel.run(
          cluster.nodes, node -> must(node, "mkdir -m 755 -p " + Shell.quote(node.directory())));
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

  /** A cluster that an earlier process opened, to undo it. */
  public static HostsCluster attach(ClusterRecord record, ClusterOptions options) {
    if (!record.kind().equals("hosts")) {
      throw new IllegalArgumentException("expected the record of a hosts cluster, found " + record);
    }
    return new HostsCluster(record, new Registry(options.stateFolder()), Map.of());
  }

  private static NodeRecord record(
      HostSpec host, String address, String directory, ClusterOptions options) {
    return new NodeRecord(
        host.name(),
        address,
        host.host(),
        host.port(),
        host.user(),
        directory,
        host.keyFile(),
        "",
        options.hostKeysChecked());
  }

  private static String directory(HostFacts fact, String mark) {
    return (fact.root() ? "/opt" : fact.home()) + "/assay-" + mark;
  }

  @Override
  public String kind() {
    return "hosts";
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
      undo.step(filters::removeAll);
      undo.step(() -> InParallel.run(nodes, this::clear));
      nodes.forEach(SshNode::close);
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

  /** Ends the cluster's processes on a host and removes its folder. */
  private void clear(SshNode node) throws IOException {
    String directory = node.directory();
    if (!directory.endsWith("/assay-" + mark())) {
      throw new IOException(node + ": not removing " + directory + ": it is not of this cluster");
    }
    String wanted = "wanted=" + Mark.VARIABLE + "=" + mark() + "\n";
    must(node, wanted + KILL);
    must(node, "rm -rf " + Shell.quote(directory));
  }

  private static void must(SshNode node, String script) throws IOException {
    ExecResult result = node.admin().exec(script, TIMEOUT);
    if (result.exitCode() != 0) {
      throw new IOException(
          node.admin() + ": exit code " + result.exitCode() + ": " + result.err().strip());
    }
  }

  /** Where packets come from: any address of the sender that the receiver does not have too. */
  private final class SeenAddresses implements Filters.Addresses {
    @Override
    public Set<String> seen(String from, String to) {
      HostFacts sender = fact(from);
      HostFacts receiver = fact(to);
      Set<String> seen = new HashSet<>(sender.addresses());
      for (SshNode node : nodes) {
        if (node.name().equals(from)) {
          seen.add(node.address());
          seen.addAll(receiver.peers().getOrDefault(node.record().host(), Set.of()));
        }
      }
      seen.removeAll(receiver.addresses());
      seen.removeIf(HostFacts::isOfNoUse);
      return seen;
    }

    @Override
    public Optional<PacketFilter.Spared> spared(String at) {
      HostFacts fact = fact(at);
      return Optional.of(new PacketFilter.Spared(fact.harnessAddress(), fact.loginPort()));
    }

    private HostFacts fact(String name) {
      HostFacts fact = facts.get(name);
      if (fact == null) {
        throw new IllegalStateException("links of a cluster that is only undone cannot be cut");
      }
      return fact;
    }
  }
}
