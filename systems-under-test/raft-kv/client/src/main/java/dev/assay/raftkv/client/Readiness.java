package dev.assay.raftkv.client;

import dev.assay.harness.cluster.Cluster.Endpoint;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.cluster.support.InParallel;
import dev.assay.harness.deploy.Daemon;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Asks all nodes at once how they are. */
final class Readiness {
  private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofMillis(40);

  /** How often processes of silent nodes are looked for: each look is a command on the node. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private static final int LOG_LINES = 15;

  private final List<Node> nodes;
  private final Map<String, Endpoint> endpoints;
  private final Map<String, Daemon> daemons;

  /** The last answer of each node to the last question, by name; a silent node has none. */
  private final Map<String, NodeStatus> statuses = new ConcurrentHashMap<>();

  /** Why a node has none. */
  private final Map<String, String> silent = new ConcurrentHashMap<>();

  Readiness(List<Node> nodes, Map<String, Endpoint> endpoints, Map<String, Daemon> daemons) {
    this.nodes = nodes;
    this.endpoints = endpoints;
    this.daemons = daemons;
  }

  /**
   * Who leads: where several say that they do, as after a partition, the one of the latest term.
   */
  Optional<Node> leader() {
    askAll();
    return statuses.values().stream()
        .filter(NodeStatus::leads)
        .max(Comparator.comparingLong(NodeStatus::term))
        .flatMap(leader -> nodes.stream().filter(n -> n.name().equals(leader.id())).findFirst());
  }

  /**
   * Returns when every node answers and a majority follows one leader of the latest term.
   *
   * @throws IOException when that is not so in time, or as soon as a silent node turns out to have
   *     no process
   */
  void await(Duration timeout) throws IOException {
    long start = System.nanoTime();
    long nextLook = start + LOOK_EVERY.toNanos();
    while (true) {
      askAll();
      if (isReady()) {
        return;
      }
      long now = System.nanoTime();
      if (now - start > timeout.toNanos()) {
        throw new IOException("raft-kv is not ready after " + timeout.toSeconds() + " s" + why());
      }
      if (now >= nextLook) {
        requireProcesses();
        nextLook = System.nanoTime() + LOOK_EVERY.toNanos();
      }
      pause();
    }
  }

  private void askAll() {
    statuses.clear();
    silent.clear();
    try {
      InParallel.run(nodes, this::ask);
    } catch (IOException e) {
      // Only when this thread was interrupted; who has not answered by now is silent.
      nodes.forEach(node -> silent.putIfAbsent(node.name(), String.valueOf(e.getMessage())));
    }
  }

  private void ask(Node node) {
    try {
      Endpoint endpoint = endpoints.get(node.name());
      if (endpoint == null) {
        throw new IllegalStateException("no endpoint of " + node.name());
      }
      NodeStatus status = NodeStatus.ask(endpoint, ANSWER_TIMEOUT);
      if (!status.id().equals(node.name())) {
        throw new IOException(
            endpoint + " is answered by " + status.id() + ", of another cluster?");
      }
      statuses.put(node.name(), status);
    } catch (IOException e) {
      silent.put(node.name(), String.valueOf(e.getMessage()));
    }
  }

  private boolean isReady() {
    long latest = statuses.values().stream().mapToLong(NodeStatus::term).max().orElse(-1);
    Optional<NodeStatus> leader =
        statuses.values().stream()
            .filter(status -> status.leads() && status.term() == latest)
            .findFirst();
    if (statuses.size() < nodes.size() || leader.isEmpty()) {
      return false;
    }
    long followers =
        statuses.values().stream()
            .filter(status -> status.term() == latest && leader.get().id().equals(status.leader()))
            .count();
    return followers > nodes.size() / 2;
  }

  /** A server that is gone will not answer however long one waits. */
  private void requireProcesses() throws IOException {
    List<String> gone = new ArrayList<>();
    for (Node node : nodes) {
      Daemon daemon = daemons.get(node.name());
      if (silent.containsKey(node.name()) && daemon != null && !daemon.isRunning()) {
        gone.add(node.name());
      }
    }
    if (!gone.isEmpty()) {
      throw new IOException("raft-kv has ended on " + String.join(", ", gone) + why());
    }
  }

  /** What each node says, and the end of the log of those that say nothing. */
  private String why() {
    StringBuilder text = new StringBuilder();
    for (Node node : nodes) {
      NodeStatus status = statuses.get(node.name());
      text.append("\n  ").append(node.name()).append(": ");
      if (status != null) {
        text.append(
            "%s in term %d, leader %s".formatted(status.role(), status.term(), status.leader()));
      } else {
        text.append("no answer (").append(silent.get(node.name())).append("); its log ends:");
        logTail(node).lines().forEach(line -> text.append("\n    ").append(line));
      }
    }
    return text.toString();
  }

  private String logTail(Node node) {
    Daemon daemon = daemons.get(node.name());
    if (daemon == null) {
      return "";
    }
    try {
      return daemon.logTail(LOG_LINES);
    } catch (IOException e) {
      return "(cannot be read: " + e.getMessage() + ")";
    }
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }
}
