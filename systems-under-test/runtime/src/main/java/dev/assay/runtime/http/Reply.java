package dev.assay.runtime.http;

import java.util.Map;

/** An answer to a client: a status, and a JSON object on one line. */
public record Reply(int status, Map<String, String> headers, Json body) {
  public static Reply ok(Json body) {
    return new Reply(200, Map.of(), body);
  }

  public static Json okBody() {
    return new Json().put("ok", true);
  }

  /** Certain: this request did not take effect and never will. */
  public static Reply definite(int status, String error, String message) {
    return failed(status, error, true, message);
  }

  /** Nobody knows whether the request took effect or still will. */
  public static Reply indefinite(int status, String error, String message) {
    return failed(status, error, false, message);
  }

  public static Reply failed(int status, String error, boolean definite, String message) {
    return new Reply(
        status,
        Map.of(),
        new Json()
            .put("ok", false)
            .put("error", error)
            .put("definite", definite)
            .put("message", message));
  }

  /** The same with a header more. */
  public Reply with(String name, String value) {
    return new Reply(status, Map.of(name, value), body);
  }
}
