package dev.assay.eventualkv.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.eventualkv.client.EventualClient.Seen;
import dev.assay.harness.Operation;
import dev.assay.harness.client.Transport.Request;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The operations of a workload as requests, and what the answers say. */
enum Dialect {
  /** {@code write [v (seen …)]}, {@code read} and {@code final-read} give all values. */
  SIBLINGS("kv"),
  /** {@code write v}, {@code read} gives one value or nil. */
  REGISTER("kv"),
  /** {@code txn} of one read or write. */
  CAUSAL("kv"),
  /** {@code add}, {@code remove}, {@code read} and {@code final-read} of a set. */
  SET("set"),
  /** {@code add}, {@code read} and {@code final-read} of a counter. */
  COUNTER("counter");

  private static final String CONTEXT = "Assay-Context";
  private static final String ALL_KEYS = "";

  private final String kind;

  Dialect(String kind) {
    this.kind = kind;
  }

  /**
   * A request.
   *
   * @param onlyReads whether it does not matter if it happened
   * @param isOfThisNode whether another node's answer would be no answer
   */
  record Ask(Request request, String key, boolean onlyReads, boolean isOfThisNode) {}

  static Dialect of(String workload) {
    return switch (workload) {
      case "siblings", "eventual-register" -> SIBLINGS;
      case "register" -> REGISTER;
      case "causal-register" -> CAUSAL;
      case "eventual-set" -> SET;
      case "eventual-counter" -> COUNTER;
      default -> throw new IllegalArgumentException("eventual-kv has no workload " + workload);
    };
  }

  /**
   * The request for an operation.
   *
   * @param seen by key what this client has seen
   * @throws IllegalArgumentException when the system has no such operation
   */
  Ask ask(Operation operation, Map<String, Seen> seen) {
    if (this == CAUSAL) {
      List<?> mop = onlyMop(operation);
      String key = String.valueOf(mop.get(1));
      String context = seen.getOrDefault(ALL_KEYS, Seen.NOTHING).context();
      boolean isRead = mop.get(0).equals(new Keyword("r"));
      return isRead
          ? new Ask(request("GET", "/kv/" + key, context, null), key, true, false)
          : new Ask(request("PUT", "/kv/" + key, context, mop.get(2)), key, false, false);
    }
    String key = String.valueOf(operation.key());
    String path = "/" + kind + "/" + key;
    Seen last = seen.getOrDefault(key, Seen.NOTHING);
    return switch (operation.f()) {
      case "read" -> new Ask(request("GET", path, "", null), key, true, false);
      case "final-read" -> new Ask(request("GET", path + "?r=1", "", null), key, true, true);
      case "add" ->
          new Ask(request("POST", path + "?add=" + operation.value(), "", null), key, false, false);
      case "remove" -> {
        if (!(operation.value() instanceof Long element) || !last.values().contains(element)) {
          throw new IllegalArgumentException("this client has not seen " + operation.value());
        }
        String target = path + "?remove=" + element;
        yield new Ask(request("POST", target, last.context(), null), key, false, false);
      }
      case "write" -> write(operation, path, key, last);
      default ->
          throw new IllegalArgumentException("eventual-kv has no operation " + operation.f());
    };
  }

  private Ask write(Operation operation, String path, String key, Seen last) {
    if (this == REGISTER) {
      return new Ask(request("PUT", path, last.context(), operation.value()), key, false, false);
    }
    List<?> pair = (List<?>) operation.value();
    if (pair == null || pair.size() != 2 || !(pair.get(1) instanceof List<?> overwrites)) {
      throw new IllegalArgumentException("expected [value [seen …]], found " + pair);
    }
    boolean isBlind = overwrites.isEmpty();
    if (!isBlind && !overwrites.equals(last.values())) {
      throw new IllegalArgumentException("this client has not seen " + overwrites);
    }
    String context = isBlind ? "" : last.context();
    return new Ask(request("PUT", path, context, pair.get(0)), key, false, false);
  }

  private static Request request(
      String method, String target, String context, @Nullable Object value) {
    Map<String, String> headers = context.isEmpty() ? Map.of() : Map.of(CONTEXT, context);
    return new Request(method, target, headers, EventualClient.bytes(value));
  }

  private static List<?> onlyMop(Operation operation) {
    if (operation.value() instanceof List<?> mops
        && mops.size() == 1
        && mops.getFirst() instanceof List<?> mop) {
      return mop;
    }
    throw new IllegalArgumentException("expected one read or write, found " + operation.value());
  }

  /**
   * What an answer says.
   *
   * @throws IllegalArgumentException when it is none of this system's
   */
  @Nullable Object result(Operation operation, Ask ask, JsonNode body, Map<String, Seen> seen) {
    String context = body.path("context").asText("");
    if (this == CAUSAL) {
      seen.put(ALL_KEYS, new Seen(List.of(), context));
      List<?> mop = onlyMop(operation);
      if (!ask.onlyReads()) {
        return operation.value();
      }
      List<Long> values = values(body);
      Object value = values.isEmpty() ? null : values.getFirst();
      return List.of(Arrays.asList(mop.get(0), mop.get(1), value));
    }
    if (!ask.onlyReads()) {
      return operation.value();
    }
    if (this == COUNTER) {
      if (!body.path("value").isIntegralNumber()) {
        throw new IllegalArgumentException("expected a number, found " + body);
      }
      return body.path("value").asLong();
    }
    List<Long> values = values(body);
    if (operation.f().equals("read")) {
      seen.put(ask.key(), new Seen(values, context));
    }
    return this == REGISTER ? (values.isEmpty() ? null : values.getFirst()) : values;
  }

  private static List<Long> values(JsonNode body) {
    TreeSet<Long> values = new TreeSet<>();
    if (!body.path("values").isArray()) {
      throw new IllegalArgumentException("expected values, found " + body);
    }
    for (JsonNode each : body.path("values")) {
      if (!each.asText().matches("-?[0-9]{1,18}")) {
        throw new IllegalArgumentException("expected numbers, found " + each);
      }
      values.add(Long.parseLong(each.asText()));
    }
    return List.copyOf(new ArrayList<>(values));
  }
}
