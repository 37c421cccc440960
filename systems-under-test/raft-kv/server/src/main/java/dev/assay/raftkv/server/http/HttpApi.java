package dev.assay.raftkv.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.raftkv.server.Bug;
import dev.assay.raftkv.server.kv.Command;
import dev.assay.raftkv.server.kv.Command.OpenSession;
import dev.assay.raftkv.server.kv.CommandCodec;
import dev.assay.raftkv.server.kv.KvResult;
import dev.assay.raftkv.server.kv.KvStore;
import dev.assay.raftkv.server.raft.Outcome;
import dev.assay.raftkv.server.raft.RaftNode;
import dev.assay.raftkv.server.raft.StateMachine.Result;
import dev.assay.runtime.Env;
import dev.assay.runtime.Http.Exchange;
import dev.assay.runtime.Http.Request;
import dev.assay.runtime.http.BadRequestException;
import dev.assay.runtime.http.Json;
import dev.assay.runtime.http.Reply;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The requests of README.md: each becomes a proposal or a read, and its outcome an answer. */
public final class HttpApi {
  private final Env env;
  private final RaftNode raft;
  private final KvStore store;
  private final Settings settings;
  private final OpenRequests open;

  /**
   * What the API needs to know.
   *
   * @param clientPeers where clients reach the other nodes, as far as known
   * @param requestTimeoutMillis after this an answer is given in any case
   * @param sessionsMax open sessions
   */
  public record Settings(
      Map<String, String> clientPeers, long requestTimeoutMillis, int sessionsMax, Set<Bug> bugs) {}

  public HttpApi(Env env, RaftNode raft, KvStore store, Settings settings) {
    this.raft = raft;
    this.store = store;
    this.settings = settings;
    this.open = new OpenRequests(env, settings.requestTimeoutMillis());
    this.env = env;
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
    String route = request.method() + " " + request.path();
    if (route.equals("GET /status")) {
      send(exchange, Reply.ok(status()));
    } else if (route.equals("POST /session")) {
      change(request, exchange, new Command.Request(0, 0, new OpenSession(settings.sessionsMax())));
    } else if (route.equals("POST /leader")) {
      operate(request, exchange, raft::transferLeadership, parameter(request, "to"));
    } else if (route.equals("POST /members") && request.parameter("add").isPresent()) {
      operate(request, exchange, raft::addMember, parameter(request, "add"));
    } else if (route.equals("POST /members")) {
      operate(request, exchange, raft::removeMember, parameter(request, "remove"));
    } else if (route.startsWith("GET " + Parsing.KEYS)) {
      read(request, exchange, Parsing.key(request));
    } else if (route.startsWith("PUT " + Parsing.KEYS)
        || route.startsWith("POST " + Parsing.KEYS)) {
      change(request, exchange, Parsing.inSession(request, Parsing.change(request)));
    } else {
      throw BadRequestException.noSuchPath(
          "expected GET, PUT or POST /kv/KEY, POST /session, POST /leader, POST /members or"
              + " GET /status");
    }
  }

  private void read(Request request, Exchange exchange, String key) {
    OpenRequests.Open waiting =
        open.add(
            reply -> send(exchange, reply),
            Reply.definite(504, "timeout", "no majority confirmed this leader in time"));
    raft.read(
        outcome ->
            waiting.answer(
                switch (outcome) {
                  case Outcome.Done<Long> done -> value(store.get(key));
                  case Outcome.NotLeader<Long> elsewhere -> elsewhere(request, elsewhere.leader());
                  case Outcome.Refused<Long> refused -> refused(refused.reason());
                  case Outcome.LeadershipLost<Long> lost ->
                      Reply.definite(504, "leadership-lost", "another leader has come");
                }));
  }

  private static Reply value(Optional<String> value) {
    return value
        .map(text -> Reply.ok(Reply.okBody().put("value", text)))
        .orElseGet(() -> Reply.definite(404, "no-value", "the key has no value"));
  }

  private void change(Request request, Exchange exchange, Command.Request command) {
    OpenRequests.Open waiting =
        open.add(
            reply -> send(exchange, reply),
            Reply.indefinite(504, "timeout", "not committed in time; it may be later"));
    raft.propose(
        CommandCodec.encode(command),
        outcome ->
            waiting.answer(
                switch (outcome) {
                  case Outcome.Done<Result> done -> changed((KvResult) done.result());
                  case Outcome.NotLeader<Result> elsewhere ->
                      elsewhere(request, elsewhere.leader());
                  case Outcome.Refused<Result> refused -> refused(refused.reason());
                  case Outcome.LeadershipLost<Result> lost ->
                      Reply.indefinite(
                          504, "leadership-lost", "another leader has come; it may commit this");
                }));
  }

  /** What an operator asks for, with the name of a node. */
  private interface Order {
    void run(String node, Consumer<Outcome<String>> whenEnded);
  }

  private static String parameter(Request request, String name) {
    return request
        .parameter(name)
        .filter(text -> !text.isEmpty())
        .orElseThrow(
            () ->
                BadRequestException.malformed(
                    "expected POST /leader?to=NAME, /members?add=NAME or /members?remove=NAME"));
  }

  private void operate(Request request, Exchange exchange, Order command, String node) {
    OpenRequests.Open waiting =
        open.add(
            reply -> send(exchange, reply),
            Reply.indefinite(504, "timeout", "not done in time; it may be later"));
    command.run(
        node,
        outcome ->
            waiting.answer(
                switch (outcome) {
                  case Outcome.Done<String> done ->
                      Reply.ok(Reply.okBody().put("message", done.result()));
                  case Outcome.NotLeader<String> elsewhere ->
                      elsewhere(request, elsewhere.leader());
                  case Outcome.Refused<String> refused -> refused(refused.reason());
                  case Outcome.LeadershipLost<String> lost ->
                      Reply.indefinite(504, "leadership-lost", "another leader has come");
                }));
  }

  private static Reply refused(String reason) {
    return Reply.definite(409, "refused", reason);
  }

  private static Reply changed(KvResult result) {
    return switch (result) {
      case KvResult.Ok ok -> Reply.ok(Reply.okBody());
      case KvResult.SessionOpened opened ->
          Reply.ok(Reply.okBody().put("session", opened.session()));
      case KvResult.Mismatch mismatch -> {
        Reply reply =
            Reply.definite(409, "mismatch", "the key has another value than the expected one");
        reply.body().put("value", mismatch.actual());
        yield reply;
      }
      case KvResult.TooLarge tooLarge ->
          Reply.definite(413, "too-large", "the value would be longer than " + tooLarge.bytesMax());
      case KvResult.SessionUnknown unknown ->
          Reply.definite(
              410,
              "session-unknown",
              "session "
                  + unknown.session()
                  + " was never opened or is evicted; earlier attempts may have happened");
      case KvResult.StaleSequence stale ->
          Reply.definite(
              409,
              "stale-sequence",
              "the session has applied operation " + stale.lastSequence() + " already");
    };
  }

  private Reply elsewhere(Request request, Optional<String> leader) {
    if (leader.isEmpty()) {
      return Reply.definite(503, "no-leader", "no leader is known");
    }
    String name = leader.get();
    String address = settings.clientPeers().get(name);
    Reply reply =
        Reply.definite(address == null ? 421 : 307, "not-leader", "the leader is " + name);
    reply.body().put("leader", name);
    return address == null ? reply : reply.with("Location", "http://" + address + request.target());
  }

  private Json status() {
    RaftNode.Status status = raft.status();
    return new Json()
        .put("id", status.id())
        .put("role", status.role().name().toLowerCase(Locale.ROOT))
        .put("term", status.term())
        .put("leader", status.leader().orElse(null))
        .put("commitIndex", status.commitIndex())
        .put("lastApplied", status.lastApplied())
        .put("lastIndex", status.lastIndex())
        .put("members", status.members())
        .put("bugs", settings.bugs().stream().map(Bug::label).toList());
  }

  private static void send(Exchange exchange, Reply reply) {
    exchange.respond(
        reply.status(), reply.headers(), "application/json", (reply.body() + "\n").getBytes(UTF_8));
  }
}
