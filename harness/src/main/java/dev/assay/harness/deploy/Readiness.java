package dev.assay.harness.deploy;

import dev.assay.harness.client.HttpConnection;
import dev.assay.harness.client.Transport.Request;
import dev.assay.harness.cluster.Cluster.Endpoint;
import dev.assay.harness.cluster.Node;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Waits until every node answers: there is no leader to wait for. */
public final class Readiness {
  private static final long ANSWER_NANOS = 500_000_000;
  private static final Duration PAUSE = Duration.ofMillis(40);
  private static final int LOG_LINES = 15;

  private Readiness() {}

  /**
   * Returns when every node answers {@code GET /status}.
   *
   * @param system its name, for messages
   * @param endpoints where clients reach each node
   * @throws IOException when one does not in time, or as soon as its process is seen to be gone
   */
  public static void await(
      String system,
      List<Node> nodes,
      Map<String, Endpoint> endpoints,
      Map<String, Daemon> daemons,
      Duration timeout)
      throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    for (Node node : nodes) {
      Endpoint endpoint = endpoints.get(node.name());
      Daemon daemon = daemons.get(node.name());
      if (endpoint == null || daemon == null) {
        throw new IllegalStateException("nothing is installed on " + node.name());
      }
      String silence = ask(endpoint);
      while (!silence.isEmpty()) {
        boolean isGone = !daemon.isRunning();
        if (isGone || System.nanoTime() > deadline) {
          throw new IOException(
              "%s on %s %s (%s); its log ends:\n%s"
                  .formatted(
                      system,
                      node.name(),
                      isGone ? "has ended" : "is not ready after " + timeout.toSeconds() + " s",
                      silence,
                      daemon.logTail(LOG_LINES)));
        }
        pause();
        silence = ask(endpoint);
      }
    }
  }

  /** Why there is no answer; empty when there is one. */
  private static String ask(Endpoint endpoint) {
    try (HttpConnection connection = new HttpConnection(endpoint.host(), endpoint.port())) {
      Request request = new Request("GET", "/status", Map.of("Connection", "close"), new byte[0]);
      int status = connection.exchange(request, System.nanoTime() + ANSWER_NANOS).status();
      return status == 200 ? "" : "it answers with " + status;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
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
