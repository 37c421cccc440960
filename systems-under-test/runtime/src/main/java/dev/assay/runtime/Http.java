package dev.assay.runtime;

import java.util.Map;
import java.util.Optional;

/** Requests of clients. */
public interface Http {
  /** The largest body of a request; the host itself answers larger ones, with 413. */
  int BODY_BYTES_MAX = 1 << 20;

  /** Registers the one handler and begins to accept requests. */
  void serve(Handler handler);

  /** Answers requests. */
  interface Handler {
    /** Called for each request; the answer may be given now or later, through the exchange. */
    void handle(Request request, Exchange exchange);
  }

  /** Where the answer of one request goes. */
  interface Exchange {
    /**
     * Answers. Only the first call counts; whether the client is still there to see it nobody
     * knows.
     *
     * @param contentType such as {@code application/json}
     */
    void respond(int status, Map<String, String> headers, String contentType, byte[] body);
  }

  /**
   * A request as it came: nothing in it can be trusted.
   *
   * @param method in capitals
   * @param target path and query as sent
   * @param path decoded, beginning with a slash
   * @param query decoded parameters; the first of those given twice
   * @param headers names in small letters
   */
  @SuppressWarnings("ArrayRecordComponent") // Requests are never compared.
  record Request(
      String method,
      String target,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      byte[] body) {
    public Optional<String> parameter(String name) {
      return Optional.ofNullable(query.get(name));
    }

    public Optional<String> header(String nameInSmallLetters) {
      return Optional.ofNullable(headers.get(nameInSmallLetters));
    }
  }
}
