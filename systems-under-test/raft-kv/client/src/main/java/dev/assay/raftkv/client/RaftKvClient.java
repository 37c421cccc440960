package dev.assay.raftkv.client;

import dev.assay.harness.Client;
import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.cluster.Cluster.Endpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A client that asks its own node first and has a session of its own; see {@link Attempts}. */
final class RaftKvClient implements Client {
  private final String node;
  private final Attempts.Timeouts timeouts;
  private final Map<String, HttpConnection> connections = new LinkedHashMap<>();
  private final KvSession session = new KvSession();

  /**
   * Connects to nobody yet.
   *
   * @param node the preferred one
   * @param endpoints of all nodes, by name
   */
  RaftKvClient(String node, Map<String, Endpoint> endpoints, Attempts.Timeouts timeouts) {
    this.node = node;
    this.timeouts = timeouts;
    endpoints.forEach(
        (name, at) -> connections.put(name, new HttpConnection(at.host(), at.port())));
  }

  @Override
  public CompletableFuture<Outcome> invoke(Operation operation) {
    KvRequest request;
    try {
      request = KvRequest.of(operation);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(new Outcome.Fail(String.valueOf(e.getMessage())));
    }
    Attempts attempts = new Attempts(operation, request, node, connections, session, timeouts);
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            outcome.complete(attempts.run());
          } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
          }
        });
    return outcome;
  }

  @Override
  public String node() {
    return node;
  }

  @Override
  public void close() {
    session.close();
    connections.values().forEach(HttpConnection::close);
  }
}
