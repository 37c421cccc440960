package dev.assay.eventualkv.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.harness.Client;
import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.client.Transport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks its own node, and the others in turn as long as a request cannot have arrived anywhere; one
 * that may have arrived is never sent again, since it could be done twice. A client remembers what
 * it has seen, the session of one process.
 */
final class EventualClient implements Client {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final String node;
  private final Transport transport;
  private final long timeoutNanos;
  private final Dialect dialect;

  /** By key what the last read gave; in causal sessions under "" what was seen of all keys. */
  private final Map<String, Seen> seen = new HashMap<>();

  /** What a read gave, and the context that goes with it. */
  record Seen(List<Long> values, String context) {
    static final Seen NOTHING = new Seen(List.of(), "");
  }

  EventualClient(String node, Transport transport, Settings settings) {
    this.node = node;
    this.transport = transport;
    this.timeoutNanos = settings.operationTimeoutMillis() * NANOS_PER_MILLI;
    this.dialect = Dialect.of(settings.workload());
  }

  @Override
  public CompletableFuture<Outcome> invoke(Operation operation) {
    Dialect.Ask ask;
    try {
      ask = dialect.ask(operation, seen);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(new Outcome.Fail(String.valueOf(e.getMessage())));
    }
    Sending sending = new Sending(operation, ask);
    sending.to(transport.nodes().indexOf(node), 0);
    return sending.outcome;
  }

  /** One operation on its way. */
  private final class Sending implements Transport.Callback {
    private final Operation operation;
    private final Dialect.Ask ask;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final long deadlineNanos = transport.nowNanos() + timeoutNanos;
    private int place;
    private int tried;

    Sending(Operation operation, Dialect.Ask ask) {
      this.operation = operation;
      this.ask = ask;
    }

    void to(int newPlace, int newTried) {
      place = newPlace;
      tried = newTried;
      transport.exchange(
          target(), ask.request(), Math.max(1, deadlineNanos - transport.nowNanos()), this);
    }

    private String target() {
      List<String> nodes = transport.nodes();
      return nodes.get(Math.floorMod(place, nodes.size()));
    }

    @Override
    public void answered(Transport.Answer answer) {
      JsonNode body;
      try {
        body = JSON.readTree(answer.body());
      } catch (JacksonException e) {
        inDoubt(target() + ": expected JSON, got " + answer);
        return;
      }
      try {
        if (body.path("ok").asBoolean()) {
          outcome.complete(new Outcome.Ok(dialect.result(operation, ask, body, seen)));
        } else if (body.path("definite").asBoolean()) {
          outcome.complete(new Outcome.Fail(body.path("message").asText()));
        } else {
          inDoubt(target() + ": " + body.path("message").asText(answer.toString()));
        }
      } catch (IllegalArgumentException e) {
        inDoubt(target() + ": " + e.getMessage());
      }
    }

    @Override
    public void failed(boolean mayHaveArrived, String why) {
      if (mayHaveArrived) {
        inDoubt(target() + ": " + why);
      } else if (tried + 1 < transport.nodes().size()
          && !ask.isOfThisNode()
          && transport.nowNanos() < deadlineNanos) {
        to(place + 1, tried + 1);
      } else {
        outcome.complete(new Outcome.Fail(why));
      }
    }

    private void inDoubt(String why) {
      outcome.complete(ask.onlyReads() ? new Outcome.Fail(why) : new Outcome.Info(why));
    }
  }

  @Override
  public String node() {
    return node;
  }

  @Override
  public void close() {
    transport.close();
  }

  static byte[] bytes(@Nullable Object value) {
    return value == null ? new byte[0] : value.toString().getBytes(UTF_8);
  }
}
