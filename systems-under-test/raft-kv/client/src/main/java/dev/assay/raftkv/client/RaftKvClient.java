package dev.assay.raftkv.client;

import dev.assay.harness.Client;
import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.client.Transport;
import java.util.concurrent.CompletableFuture;

/** A client that asks its own node first and has a session of its own; see {@link Attempts}. */
final class RaftKvClient implements Client {
  private final String node;
  private final Transport transport;
  private final Attempts.Timeouts timeouts;
  private final KvSession session = new KvSession();

  /**
   * Sends nothing yet.
   *
   * @param node the preferred one
   * @param transport the client's own
   */
  RaftKvClient(String node, Transport transport, Attempts.Timeouts timeouts) {
    this.node = node;
    this.transport = transport;
    this.timeouts = timeouts;
  }

  @Override
  public CompletableFuture<Outcome> invoke(Operation operation) {
    KvRequest request;
    try {
      request = KvRequest.of(operation);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(new Outcome.Fail(String.valueOf(e.getMessage())));
    }
    return new Attempts(operation, request, node, transport, session, timeouts).begin();
  }

  @Override
  public String node() {
    return node;
  }

  @Override
  public void close() {
    session.close();
    transport.close();
  }
}
