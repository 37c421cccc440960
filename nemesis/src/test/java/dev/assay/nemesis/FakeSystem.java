package dev.assay.nemesis;

import dev.assay.harness.Client;
import dev.assay.harness.Fault;
import dev.assay.harness.Operator;
import dev.assay.harness.SystemUnderTest;
import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.ssh.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A cluster and a system in one that only note what is done to them, and can be made to fail. */
final class FakeSystem implements Cluster, SystemUnderTest {
  final Set<Link> dropped = new HashSet<>();
  final List<String> log = Collections.synchronizedList(new ArrayList<>());
  @Nullable String leader;

  /** The next calls that are to fail, such as {@code kill n2}. */
  final Set<String> failing = Collections.synchronizedSet(new HashSet<>());

  private final List<Node> nodes;

  FakeSystem(int n) {
    nodes = GrudgeTest.nodes(n).stream().<Node>map(FakeNode::new).toList();
  }

  Fault.Target target() {
    return new Fault.Target(this, this);
  }

  private void note(String call) throws IOException {
    log.add(call);
    if (failing.remove(call)) {
      throw new IOException(call + " failed");
    }
  }

  @Override
  public String kind() {
    return "fake";
  }

  @Override
  public List<Node> nodes() {
    return nodes;
  }

  @Override
  public String mark() {
    return "fake";
  }

  @Override
  public Endpoint route(Node from, Node to, int port) {
    return new Endpoint(to.address(), port);
  }

  @Override
  public int freePort(Node node) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void drop(Set<Link> links) throws IOException {
    dropped.addAll(links);
    note("drop");
  }

  @Override
  public void heal() throws IOException {
    note("heal");
    dropped.clear();
  }

  @Override
  public void close() {}

  @Override
  public void install(Node node) {}

  @Override
  public void start(Node node) throws IOException {
    note("start " + node.name());
  }

  @Override
  public void kill(Node node) throws IOException {
    note("kill " + node.name());
  }

  @Override
  public void pause(Node node) throws IOException {
    note("pause " + node.name());
  }

  @Override
  public void resume(Node node) throws IOException {
    note("resume " + node.name());
  }

  @Override
  public void awaitReady(Duration timeout) {}

  @Override
  public Optional<Node> leader() {
    return nodes.stream().filter(node -> node.name().equals(leader)).findFirst();
  }

  @Override
  public Optional<Operator> operator() {
    return Optional.of(
        new Operator() {
          @Override
          public void wantMembers(Set<String> members) {
            log.add("members " + String.join(" ", new TreeSet<>(members)));
          }

          @Override
          public void wantLeader(String node) {
            log.add("leader " + node);
          }
        });
  }

  @Override
  public List<String> logFiles(Node node) {
    return List.of();
  }

  @Override
  public Client client(Node node, int process) {
    throw new UnsupportedOperationException();
  }

  private record FakeNode(String name) implements Node {
    @Override
    public String address() {
      return "127.0.0.1";
    }

    @Override
    public String directory() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Session session() {
      throw new UnsupportedOperationException();
    }
  }
}
