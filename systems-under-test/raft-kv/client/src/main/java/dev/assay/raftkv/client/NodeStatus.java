package dev.assay.raftkv.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.harness.cluster.Cluster.Endpoint;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of itself on {@code GET /status}.
 *
 * @param leader whom it takes for the leader of {@code term}, or null
 */
record NodeStatus(String id, String role, long term, @Nullable String leader) {

  /**
   * Asks a node.
   *
   * @throws IOException when it does not answer in time, or not as Raft KV does
   */
  static NodeStatus ask(Endpoint endpoint, Duration timeout) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (HttpConnection connection = new HttpConnection(endpoint.host(), endpoint.port())) {
      HttpConnection.Answer answer =
          connection.exchange("GET", "/status", "Connection: close\r\n", new byte[0], deadline);
      JsonNode body = Reply.parse(answer);
      if (answer.status() != 200
          || !body.path("id").isTextual()
          || !body.path("role").isTextual()
          || !body.path("term").canConvertToLong()) {
        throw new IOException("expected a status of Raft KV from " + endpoint + ", got " + answer);
      }
      return new NodeStatus(
          body.get("id").asText(),
          body.get("role").asText(),
          body.get("term").asLong(),
          body.path("leader").asText(null));
    }
  }

  boolean leads() {
    return role.equals("leader");
  }
}
