package dev.assay.eventualkv.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.runtime.Http.Exchange;
import dev.assay.runtime.Http.Handler;
import dev.assay.runtime.http.BadRequestException;
import dev.assay.runtime.http.Reply;

/** What all answers have in common. */
final class Replies {
  private Replies() {}

  /** A handler whose complaints about requests become answers. */
  static Handler refusing(Handler handler) {
    return (request, exchange) -> {
      try {
        handler.handle(request, exchange);
      } catch (BadRequestException refused) {
        send(exchange, refused.reply());
      }
    };
  }

  static void send(Exchange exchange, Reply reply) {
    exchange.respond(
        reply.status(), reply.headers(), "application/json", (reply.body() + "\n").getBytes(UTF_8));
  }

  /** Nothing was done, because this node did not learn of what the client has seen elsewhere. */
  static Reply behind() {
    return Reply.definite(
        503, "behind", "this node did not learn in time of what the client has seen elsewhere");
  }
}
