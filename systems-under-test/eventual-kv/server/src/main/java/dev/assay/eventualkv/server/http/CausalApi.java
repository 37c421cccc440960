package dev.assay.eventualkv.server.http;

import dev.assay.eventualkv.server.Bug;
import dev.assay.eventualkv.server.Config;
import dev.assay.eventualkv.server.causal.CausalNode;
import dev.assay.runtime.Env;
import dev.assay.runtime.Http.Exchange;
import dev.assay.runtime.Http.Request;
import dev.assay.runtime.http.BadRequestException;
import dev.assay.runtime.http.Json;
import dev.assay.runtime.http.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests of README.md where the store is causally consistent. */
public final class CausalApi {
  private static final String KV = "/kv/";

  private final CausalNode node;
  private final Config config;

  public CausalApi(CausalNode node, Config config) {
    this.node = node;
    this.config = config;
  }

  /** Begins to accept requests. */
  public void serve(Env env) {
    env.http().serve(Replies.refusing(this::route));
  }

  private void route(Request request, Exchange exchange) {
    String path = request.path();
    if (request.method().equals("GET") && path.equals("/status")) {
      Replies.send(exchange, Reply.ok(status()));
      return;
    }
    if (!path.startsWith(KV)) {
      throw BadRequestException.noSuchPath("expected /kv/KEY or /status, found " + path);
    }
    String key = Parsing.name(request, KV);
    switch (request.method()) {
      case "GET" ->
          node.read(
              key,
              Parsing.seen(request),
              found -> Replies.send(exchange, found == null ? Replies.behind() : reply(found)));
      case "PUT" -> write(request, key, Parsing.value(request), exchange);
      case "DELETE" -> write(request, key, null, exchange);
      default -> throw BadRequestException.malformed("expected GET, PUT or DELETE of a key");
    }
  }

  private void write(Request request, String key, @Nullable String value, Exchange exchange) {
    node.write(
        key,
        value,
        Parsing.seen(request),
        seen ->
            Replies.send(
                exchange,
                seen == null
                    ? Replies.behind()
                    : Reply.ok(Reply.okBody().put("context", seen.token()))));
  }

  private static Reply reply(CausalNode.Found found) {
    List<String> values = found.value() == null ? List.of() : List.of(found.value());
    return Reply.ok(Reply.okBody().put("values", values).put("context", found.seen().token()));
  }

  private Json status() {
    CausalNode.Status status = node.status();
    return new Json()
        .put("id", status.id())
        .put("consistency", "causal")
        .put("keys", status.keys())
        .put("applied", status.applied())
        .put("waitingWrites", status.waiting())
        .put("waitingSessions", status.sessions())
        .put("bugs", config.bugs().stream().sorted().map(Bug::label).toList());
  }
}
