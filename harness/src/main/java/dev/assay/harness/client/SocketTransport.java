package dev.assay.harness.client;

import dev.assay.harness.client.HttpConnection.NotSentException;
import dev.assay.harness.cluster.Cluster.Endpoint;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Requests over one kept connection a node; callbacks come on virtual threads. */
public final class SocketTransport implements Transport {
  private final Map<String, HttpConnection> connections = new LinkedHashMap<>();

  /**
   * Connects to nobody yet.
   *
   * @param endpoints of all nodes, by name
   */
  public SocketTransport(Map<String, Endpoint> endpoints) {
    endpoints.forEach(
        (name, at) -> connections.put(name, new HttpConnection(at.host(), at.port())));
  }

  @Override
  public List<String> nodes() {
    return List.copyOf(connections.keySet());
  }

  @Override
  public long nowNanos() {
    return System.nanoTime();
  }

  @Override
  public void schedule(long delayNanos, Runnable task) {
    Thread.startVirtualThread(
        () -> {
          try {
            TimeUnit.NANOSECONDS.sleep(delayNanos);
          } catch (InterruptedException e) {
            // Nobody interrupts this thread but the end of the program.
            Thread.currentThread().interrupt();
            return;
          }
          task.run();
        });
  }

  @Override
  public void exchange(String node, Request request, long timeoutNanos, Callback callback) {
    HttpConnection connection = connections.get(node);
    if (connection == null) {
      throw new IllegalArgumentException("no node " + node + " among " + nodes());
    }
    long deadline = System.nanoTime() + timeoutNanos;
    Thread.startVirtualThread(() -> exchange(connection, request, deadline, callback));
  }

  private static void exchange(
      HttpConnection connection, Request request, long deadlineNanos, Callback callback) {
    Answer answer;
    try {
      answer = connection.exchange(request, deadlineNanos);
    } catch (IOException e) {
      boolean mayHaveArrived = !(e instanceof NotSentException);
      callback.failed(mayHaveArrived, String.valueOf(e.getMessage()));
      return;
    }
    callback.answered(answer);
  }

  /** Also ends an exchange that is open. */
  @Override
  public void close() {
    connections.values().forEach(HttpConnection::close);
  }
}
