package dev.assay.raftkv.client;

import dev.assay.harness.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation as the server's HTTP API has it; see the server's README.
 *
 * @param target path and query, encoded
 * @param mutates whether it matters if it happens twice
 */
record KvRequest(String method, String target, String body, boolean mutates) {

  /**
   * Encodes {@code read}, {@code write v}, {@code cas [from, to]} and {@code append v}.
   *
   * @throws IllegalArgumentException when the system has no such operation
   */
  static KvRequest of(Operation operation) {
    String path = "/kv/" + encode(text(operation.key(), operation));
    return switch (operation.f()) {
      case "read" -> new KvRequest("GET", path, "", false);
      case "write" -> new KvRequest("PUT", path, text(operation.value(), operation), true);
      case "append" ->
          new KvRequest("POST", path + "?op=append", text(operation.value(), operation), true);
      case "cas" -> cas(path, operation);
      default ->
          throw new IllegalArgumentException(
              "raft-kv has the operations read, write, cas and append, not " + operation.f());
    };
  }

  /** A {@code from} of null expects that the key has no value. */
  private static KvRequest cas(String path, Operation operation) {
    if (!(operation.value() instanceof List<?> pair) || pair.size() != 2) {
      throw new IllegalArgumentException("cas takes [from, to], not " + operation.value());
    }
    Object from = pair.get(0);
    String expected = from == null ? "" : "&from=" + encode(text(from, operation));
    String to = encode(text(pair.get(1), operation));
    return new KvRequest("POST", path + "?op=cas" + expected + "&to=" + to, "", true);
  }

  private static String text(@Nullable Object value, Operation operation) {
    if (value == null) {
      throw new IllegalArgumentException("raft-kv needs a key and a value: " + operation);
    }
    return value.toString();
  }

  /** Also for paths: a space must not become a plus there. */
  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
