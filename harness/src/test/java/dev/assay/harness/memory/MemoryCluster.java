package dev.assay.harness.memory;

import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.ssh.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Nodes in this JVM: nothing is cut, but everything is remembered. */
public final class MemoryCluster implements Cluster {
  private final List<Node> nodes = new ArrayList<>();
  public final Set<Link> dropped = ConcurrentHashMap.newKeySet();
  public final AtomicInteger heals = new AtomicInteger();
  public final AtomicBoolean isClosed = new AtomicBoolean();

  /** How many calls of {@link #heal} still fail. */
  public final AtomicInteger healFailures = new AtomicInteger();

  public MemoryCluster(int size) {
    for (int i = 1; i <= size; i++) {
      nodes.add(new MemoryNode("n" + i));
    }
  }

  @Override
  public String kind() {
    return "memory";
  }

  @Override
  public List<Node> nodes() {
    return nodes;
  }

  @Override
  public String mark() {
    return "memory-mark";
  }

  @Override
  public Endpoint route(Node from, Node to, int port) {
    return new Endpoint(to.address(), port);
  }

  @Override
  public int freePort(Node node) {
    return 1;
  }

  @Override
  public void drop(Set<Link> links) {
    dropped.addAll(links);
  }

  @Override
  public void heal() throws IOException {
    heals.incrementAndGet();
    if (healFailures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IOException("healing fails for now");
    }
    dropped.clear();
  }

  @Override
  public void close() {
    isClosed.set(true);
  }

  /** A node whose every file contains its own path. */
  private record MemoryNode(String name) implements Node {
    @Override
    public String address() {
      return "127.0.0.1";
    }

    @Override
    public String directory() {
      return "memory";
    }

    @Override
    public Session session() {
      return new MemorySession();
    }
  }

  private static final class MemorySession implements Session {
    @Override
    public ExecResult exec(String command, Duration timeout) throws IOException {
      throw new IOException("there is no shell: " + command);
    }

    @Override
    public void upload(Path local, String remote) throws IOException {
      throw new IOException("there is no disk: " + remote);
    }

    @Override
    public void download(String remote, Path local) throws IOException {
      if (remote.endsWith("missing.log")) {
        throw new IOException("no such file");
      }
      Files.writeString(local, "log " + remote + "\n");
    }

    @Override
    public void close() {}
  }

  /** The node of this name, or null. */
  public @Nullable Node node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst().orElse(null);
  }
}
