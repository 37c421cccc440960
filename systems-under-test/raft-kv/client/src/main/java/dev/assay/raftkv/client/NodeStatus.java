package dev.assay.raftkv.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.harness.client.HttpConnection;
import dev.assay.harness.client.Transport.Answer;
import dev.assay.harness.client.Transport.Request;
import dev.assay.harness.cluster.Cluster.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
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
      Request request = new Request("GET", "/status", Map.of("Connection", "close"), new byte[0]);
      Answer answer = connection.exchange(request, deadline);
      return of(endpoint.toString(), answer);
    }
  }

  /**
   * Reads the answer of a node.
   *
   * @param from who gave it, for messages
   * @throws IOException when it is none of Raft KV
   */
  static NodeStatus of(String from, Answer answer) throws IOException {
    JsonNode body = Reply.parse(answer);
    if (answer.status() != 200
        || !body.path("id").isTextual()
        || !body.path("role").isTextual()
        || !body.path("term").canConvertToLong()) {
      throw new IOException("expected a status of Raft KV from " + from + ", got " + answer);
    }
    return new NodeStatus(
        body.get("id").asText(),
        body.get("role").asText(),
        body.get("term").asLong(),
        body.path("leader").asText(null));
  }

  boolean leads() {
    return role.equals("leader");
  }
}
