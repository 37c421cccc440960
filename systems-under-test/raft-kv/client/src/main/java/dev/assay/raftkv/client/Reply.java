package dev.assay.raftkv.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.harness.client.Transport.Answer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the server says to a request on {@code /kv} or {@code /session}.
 *
 * @param error a word such as {@code not-leader}; empty when the request succeeded
 * @param definite whether a failed request certainly had and will have no effect
 * @param leader the node to ask, when the server knows one
 * @param body the whole answer
 */
record Reply(String error, boolean definite, @Nullable String leader, JsonNode body) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Reads an answer.
   *
   * @throws IOException when it is none of Raft KV
   */
  static Reply of(Answer answer) throws IOException {
    JsonNode body = parse(answer);
    if (body.path("ok").asBoolean()) {
      return new Reply("", true, null, body);
    }
    if (!body.path("error").isTextual() || !body.path("definite").isBoolean()) {
      throw new IOException("expected an answer of Raft KV, got " + answer);
    }
    return new Reply(
        body.get("error").asText(),
        body.get("definite").asBoolean(),
        body.path("leader").asText(null),
        body);
  }

  static JsonNode parse(Answer answer) throws IOException {
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException e) {
      throw new IOException("expected JSON, got " + answer, e);
    }
  }

  boolean succeeded() {
    return error.isEmpty();
  }

  /** The number of the session that was opened. */
  long sessionId() throws IOException {
    JsonNode id = body.path("session");
    if (!id.canConvertToLong()) {
      throw new IOException("expected the number of a session, got " + body);
    }
    return id.asLong();
  }

  /**
   * A read's value: null when the key has none, a {@link Long} when the text is a number. Any other
   * text is a value too, if one that nobody wrote.
   */
  @Nullable Object value() {
    JsonNode value = body.path("value");
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    try {
      return Long.valueOf(value.asText());
    } catch (NumberFormatException e) {
      return value.asText();
    }
  }
}
