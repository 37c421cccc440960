package dev.assay.runtime.manual;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.runtime.Http;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client's request and, once it has come, its answer. */
public final class ManualCall implements Http.Exchange {
  private @Nullable Response response;

  /** An answer. */
  public record Response(int status, Map<String, String> headers, String body) {}

  @Override
  public void respond(int status, Map<String, String> headers, String contentType, byte[] body) {
    if (response == null) {
      response = new Response(status, headers, new String(body, UTF_8));
    }
  }

  public Optional<Response> response() {
    return Optional.ofNullable(response);
  }
}
