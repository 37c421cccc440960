package dev.assay.harness.cluster;

import dev.assay.harness.cluster.support.InParallel;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The nodes of one run, and the network between them.
 *
 * <p>{@link #close} leaves every machine as it was found: it heals the network, ends what was
 * started and removes what was created. What a killed harness leaves is found by {@link #mark}.
 */
public interface Cluster extends AutoCloseable {
  /** {@code local}, {@code netns} or {@code hosts}. */
  String kind();

  List<Node> nodes();

  /**
   * The run's own mark. Processes started on nodes carry it in their environment as {@code
   * ASSAY_CLUSTER}; rules, namespaces and folders carry it in their names.
   */
  String mark();

  /**
   * Where {@code from} reaches a port on which {@code to} listens. Traffic between nodes must use
   * this, so that it can be cut.
   */
  Endpoint route(Node from, Node to, int port) throws IOException;

  /** Whether every node sees the files of every other, at the same paths. */
  default boolean sharesFiles() {
    return false;
  }

  /** A port that is free on the node at the time of asking. */
  int freePort(Node node) throws IOException;

  /**
   * Drops, from now on and besides what is dropped already, what {@code from} sends to {@code to}.
   */
  void drop(Set<Link> links) throws IOException;

  /**
   * Why links of this cluster cannot be cut, in words: no root on a host, no packet filter. Empty
   * when they can. To be asked before a run that counts on it.
   */
  default Optional<String> whyNoCuts() throws IOException {
    return Optional.empty();
  }

  /** Lets all traffic pass again. Does not fail for links that were never cut. */
  void heal() throws IOException;

  /**
   * Does something to nodes of this cluster at the same time; one that is simulated, one after the
   * other.
   *
   * @throws IOException the first failure in the order of the nodes; all have been tried then
   */
  default void onNodes(List<Node> nodes, InParallel.Action<Node> action) throws IOException {
    InParallel.run(nodes, action);
  }

  @Override
  void close() throws IOException;

  /** Packets from one node to another: one direction only. */
  record Link(String from, String to) {}

  /** An address and a TCP port. */
  record Endpoint(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }
}
