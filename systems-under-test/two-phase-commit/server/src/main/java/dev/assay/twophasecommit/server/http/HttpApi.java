package dev.assay.twophasecommit.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.runtime.Env;
import dev.assay.runtime.Http.Exchange;
import dev.assay.runtime.Http.Request;
import dev.assay.runtime.HybridClock;
import dev.assay.runtime.http.BadRequestException;
import dev.assay.runtime.http.Json;
import dev.assay.runtime.http.Reply;
import dev.assay.twophasecommit.server.Bug;
import dev.assay.twophasecommit.server.Isolation;
import dev.assay.twophasecommit.server.txn.TxnConfig;
import dev.assay.twophasecommit.server.txn.TxnNode;
import dev.assay.twophasecommit.server.txn.TxnNode.InDoubt;
import dev.assay.twophasecommit.server.txn.TxnOutcome;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The requests of README.md. */
public final class HttpApi {
  private final Env env;
  private final TxnNode node;
  private final TxnConfig config;

  public HttpApi(Env env, TxnNode node, TxnConfig config) {
    this.env = env;
    this.node = node;
    this.config = config;
  }

  /** Begins to accept requests. */
  public void serve() {
    env.http().serve(this::handle);
  }

  private void handle(Request request, Exchange exchange) {
    try {
      route(request, exchange);
    } catch (BadRequestException refused) {
      send(exchange, refused.reply());
    }
  }

  private void route(Request request, Exchange exchange) {
    switch (request.method() + " " + request.path()) {
      case "POST /txn" ->
          node.begin(Parsing.transaction(request), outcome -> send(exchange, reply(outcome)));
      case "GET /status" -> send(exchange, Reply.ok(status()));
      case "GET /in-doubt" ->
          exchange.respond(200, Map.of(), "text/plain", inDoubt().getBytes(UTF_8));
      default ->
          throw BadRequestException.noSuchPath("expected POST /txn, GET /status or GET /in-doubt");
    }
  }

  private Reply reply(TxnOutcome outcome) {
    return switch (outcome) {
      case TxnOutcome.Committed committed -> Reply.ok(body(committed));
      case TxnOutcome.Aborted aborted -> Reply.definite(409, "aborted", aborted.reason());
    };
  }

  private Json body(TxnOutcome.Committed committed) {
    Json body =
        Reply.okBody()
            .raw(
                "values",
                committed.values().stream()
                    .map(HttpApi::json)
                    .collect(Collectors.joining(",", "[", "]")));
    if (config.isolation() != Isolation.SNAPSHOT_ISOLATION) {
      return body; // its timestamps say nothing of what it read
    }
    body.raw("start-ts", timestamp(committed.snapshot()));
    return committed.commit() == 0 ? body : body.raw("commit-ts", timestamp(committed.commit()));
  }

  /** A key's value, or all that a scan found. */
  private static String json(TxnOutcome.Value value) {
    if (!value.op().isScan()) {
      return String.valueOf(value.found().get(value.op().key())).replace(" ", "");
    }
    Json all = new Json();
    value.found().forEach((key, found) -> all.raw(key, found.toString().replace(" ", "")));
    return all.toString();
  }

  /** In two parts, for who reads JSON into floating point. */
  private static String timestamp(long timestamp) {
    return "[" + HybridClock.millis(timestamp) + "," + HybridClock.counter(timestamp) + "]";
  }

  private Json status() {
    TxnNode.Status status = node.status();
    Json untold = new Json();
    status.unacknowledged().forEach(untold::put);
    return new Json()
        .put("id", status.id())
        .put("epoch", status.epoch())
        .put("isolation", config.isolation().label())
        .put("commit", config.commit().label())
        .put("undecided", status.undecided())
        .put("active", status.active())
        .putObjects("inDoubt", status.inDoubt().stream().map(HttpApi::json).toList())
        .put("unacknowledged", untold)
        .put("remembered", status.remembered())
        .put("bugs", config.bugs().stream().map(Bug::label).toList());
  }

  private static Json json(InDoubt txn) {
    return new Json()
        .put("txn", txn.txn())
        .put("coordinator", txn.coordinator())
        .put("millis", txn.millis())
        .put("keys", txn.keys())
        .put("participants", txn.participants());
  }

  /** For people: which transactions block which keys, since when, and who can end it. */
  private String inDoubt() {
    List<InDoubt> all = node.status().inDoubt();
    if (all.isEmpty()) {
      return "no transaction is in doubt\n";
    }
    StringBuilder text = new StringBuilder(all.size() + " in doubt\n");
    for (InDoubt txn : all) {
      text.append(
          "%s has waited for %s for %d ms and blocks %s; participants: %s\n"
              .formatted(
                  txn.txn(),
                  txn.coordinator(),
                  txn.millis(),
                  String.join(" ", txn.keys()),
                  String.join(" ", txn.participants())));
    }
    return text.toString();
  }

  private static void send(Exchange exchange, Reply reply) {
    exchange.respond(
        reply.status(), reply.headers(), "application/json", (reply.body() + "\n").getBytes(UTF_8));
  }
}
