package dev.assay.eventualkv.server.http;

import dev.assay.eventualkv.server.Bug;
import dev.assay.eventualkv.server.Config;
import dev.assay.eventualkv.server.replica.EventualNode;
import dev.assay.eventualkv.server.replica.EventualNode.Outcome;
import dev.assay.eventualkv.server.replica.Key;
import dev.assay.eventualkv.server.state.LwwRegister;
import dev.assay.eventualkv.server.state.OrSet;
import dev.assay.eventualkv.server.state.PnCounter;
import dev.assay.eventualkv.server.state.Siblings;
import dev.assay.eventualkv.server.state.State;
import dev.assay.runtime.Env;
import dev.assay.runtime.Http.Exchange;
import dev.assay.runtime.Http.Request;
import dev.assay.runtime.http.BadRequestException;
import dev.assay.runtime.http.Json;
import dev.assay.runtime.http.Reply;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The requests of README.md where the store is eventually consistent. */
public final class EventualApi {
  private static final String KV = "/kv/";
  private static final String COUNTER = "/counter/";
  private static final String SET = "/set/";

  private final EventualNode node;
  private final Config config;

  public EventualApi(EventualNode node, Config config) {
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
    } else if (path.startsWith(KV)) {
      register(request, exchange, Key.register(Parsing.name(request, KV)));
    } else if (path.startsWith(COUNTER)) {
      counter(request, exchange, Key.counter(Parsing.name(request, COUNTER)));
    } else if (path.startsWith(SET)) {
      set(request, exchange, Key.set(Parsing.name(request, SET)));
    } else {
      throw BadRequestException.noSuchPath(
          "expected /kv/KEY, /counter/KEY, /set/KEY or /status, found " + path);
    }
  }

  private void register(Request request, Exchange exchange, Key key) {
    switch (request.method()) {
      case "GET" -> read(request, exchange, key);
      case "PUT" -> {
        String value = Parsing.value(request);
        write(request, key, value, exchange);
      }
      case "DELETE" -> write(request, key, null, exchange);
      default -> throw BadRequestException.malformed("expected GET, PUT or DELETE of a key");
    }
  }

  private void write(Request request, Key key, @Nullable String value, Exchange exchange) {
    try {
      node.write(key, Parsing.context(request), value, stored(exchange));
    } catch (IllegalArgumentException noContext) {
      throw BadRequestException.malformed(String.valueOf(noContext.getMessage()));
    }
  }

  private void counter(Request request, Exchange exchange, Key key) {
    switch (request.method()) {
      case "GET" -> read(request, exchange, key);
      case "POST" -> node.add(key, Parsing.addition(request), stored(exchange));
      default -> throw BadRequestException.malformed("expected GET, or POST with add=N");
    }
  }

  private void set(Request request, Exchange exchange, Key key) {
    boolean isPost = request.method().equals("POST");
    if (request.method().equals("GET")) {
      read(request, exchange, key);
    } else if (isPost && request.parameter("add").isPresent()) {
      node.addElement(key, Parsing.element(request, "add"), stored(exchange));
    } else if (isPost && request.parameter("remove").isPresent()) {
      String element = Parsing.element(request, "remove");
      String seen = Parsing.seen(request).token();
      node.removeElement(key, element, seen, stored(exchange));
    } else {
      throw BadRequestException.malformed(
          "expected GET, or POST with add=ELEMENT or remove=ELEMENT");
    }
  }

  private void read(Request request, Exchange exchange, Key key) {
    node.read(
        key,
        Parsing.quorum(request, node.readQuorum()),
        found ->
            Replies.send(
                exchange,
                found
                    .map(state -> Reply.ok(body(state).put("context", state.token())))
                    .orElseGet(
                        () ->
                            Reply.definite(504, "timeout", "too few replicas answered in time"))));
  }

  private static Json body(State state) {
    return switch (state) {
      case Siblings s -> Reply.okBody().put("values", s.values());
      case LwwRegister r ->
          Reply.okBody().put("values", r.value() == null ? List.of() : List.of(r.value()));
      case PnCounter c -> Reply.okBody().put("value", c.value());
      case OrSet s -> Reply.okBody().put("values", s.elements().keySet());
    };
  }

  private static Consumer<Outcome> stored(Exchange exchange) {
    return outcome ->
        Replies.send(
            exchange,
            switch (outcome) {
              case STORED -> Reply.ok(Reply.okBody());
              case TIMED_OUT ->
                  Reply.indefinite(504, "timeout", "too few nodes stored it in time, some did");
              case BEHIND -> Replies.behind();
              case TOO_LARGE ->
                  Reply.definite(413, "too-large", "what the key holds would be too large");
            });
  }

  private Json status() {
    EventualNode.Status status = node.status();
    Json hints = new Json();
    status.hints().forEach(hints::put);
    return new Json()
        .put("id", status.id())
        .put("consistency", "eventual")
        .put("conflicts", config.conflicts().label())
        .put("keys", status.keys())
        .put("pendingUpdates", status.pendingUpdates())
        .put("hints", hints)
        .put("bugs", config.bugs().stream().sorted().map(Bug::label).toList());
  }
}
