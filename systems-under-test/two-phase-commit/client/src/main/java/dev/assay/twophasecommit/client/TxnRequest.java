package dev.assay.twophasecommit.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.client.Transport.Answer;
import dev.assay.histories.Keyword;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An operation as the server's HTTP API has it, and what its answers mean.
 *
 * @param lines the transaction's operations, as the server reads them
 * @param onlyReads whether it does not matter if it happened
 * @param ofRegisters whether a read gives the last value, not the list of all
 */
record TxnRequest(Operation operation, List<String> lines, boolean onlyReads, boolean ofRegisters) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Encodes {@code txn [[:r k nil] [:append k v] [:w k v] [:inc k n] [:inc k [n nil]] [:insert k v]
   * [:delete k] [:rp p nil]]}, a bank's {@code read} and {@code transfer {:from a :to b :amount
   * n}}, and {@code insert [k [id nil]]} and {@code read [k nil]} of {@code g2}.
   *
   * @throws IllegalArgumentException when the system has no such operation
   */
  static TxnRequest of(Operation operation, boolean ofRegisters) {
    return switch (operation.f()) {
      case "txn" -> transaction(operation, ofRegisters);
      case "read" ->
          new TxnRequest(
              operation,
              operation.value() instanceof List<?> pair ? G2Words.read(pair) : BankWords.read(),
              true,
              false);
      case "insert" -> new TxnRequest(operation, G2Words.insert(operation), false, false);
      case "transfer" -> new TxnRequest(operation, BankWords.transfer(operation), false, false);
      default ->
          throw new IllegalArgumentException(
              "two-phase-commit has the operations txn, read, transfer and insert, not "
                  + operation.f());
    };
  }

  private static TxnRequest transaction(Operation operation, boolean ofRegisters) {
    List<String> lines = new ArrayList<>();
    boolean onlyReads = true;
    for (Object mop : listOf(operation.value())) {
      List<?> parts = listOf(mop);
      onlyReads &= name(parts).matches("rp?");
      lines.add(line(parts));
    }
    return new TxnRequest(operation, List.copyOf(lines), onlyReads, ofRegisters);
  }

  private static String line(List<?> mop) {
    Object key = mop.get(1);
    Object value = mop.size() > 2 ? mop.get(2) : null;
    return switch (name(mop)) {
      case "r", "delete" -> name(mop) + " " + key;
      case "rp" -> PredicateWords.line(key);
      case "insert" -> "w " + key + " " + value;
      case "inc" -> "add " + key + " " + (value instanceof List<?> asked ? asked.get(0) : value);
      default -> name(mop) + " " + key + " " + value;
    };
  }

  private static String name(List<?> mop) {
    return mop.getFirst() instanceof Keyword keyword ? keyword.name() : "?";
  }

  private static List<?> listOf(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("expected a list, found " + value);
  }

  byte[] body() {
    return String.join("\n", lines).getBytes(UTF_8);
  }

  /**
   * What an answer says of the operation.
   *
   * @throws IOException when it is none of this system's
   */
  Outcome outcome(Answer answer) throws IOException {
    JsonNode body;
    try {
      body = JSON.readTree(answer.body());
    } catch (JacksonException e) {
      throw new IOException("expected JSON, got " + answer, e);
    }
    if (body.path("ok").asBoolean() && body.path("values").size() == lines.size()) {
      JsonNode values = body.get("values");
      return new Outcome.Ok(
          switch (operation.f()) {
            case "read" ->
                operation.value() instanceof List<?> pair
                    ? G2Words.rows(pair, values)
                    : BankWords.balances(values);
            case "transfer", "insert" -> operation.value();
            default -> result(values);
          },
          timestamps(body));
    }
    if (!body.path("error").isTextual() || !body.path("definite").asBoolean()) {
      throw new IOException("expected an answer of two-phase-commit, got " + answer);
    }
    return new Outcome.Fail(body.path("message").asText());
  }

  /** Where the transaction is in the order of all, if the servers' timestamps are one. */
  private static Map<String, ?> timestamps(JsonNode body) throws IOException {
    Map<String, List<Long>> told = new TreeMap<>();
    for (String name : List.of("start-ts", "commit-ts")) {
      JsonNode parts = body.path(name);
      if (parts.isArray()) {
        List<Long> timestamp = new ArrayList<>();
        for (JsonNode part : parts) {
          if (!part.canConvertToLong()) {
            throw new IOException("expected " + name + " [integer integer], got " + parts);
          }
          timestamp.add(part.asLong());
        }
        told.put(name, List.copyOf(timestamp));
      }
    }
    return told;
  }

  /** The transaction with what it read, or was asked to tell, in place. */
  private Object result(JsonNode values) {
    List<?> mops = listOf(operation.value());
    List<Object> done = new ArrayList<>();
    for (int i = 0; i < mops.size(); i++) {
      List<?> mop = listOf(mops.get(i));
      List<@Nullable Object> copy = new ArrayList<>(mop);
      if (name(mop).equals("r")) {
        copy.set(2, value(values.get(i), ofRegisters));
      } else if (name(mop).equals("rp")) {
        copy.set(2, PredicateWords.shown(values.get(i)));
      } else if (mop.size() > 2 && mop.get(2) instanceof List<?> asked) {
        copy.set(2, Arrays.asList(asked.get(0), value(values.get(i), true)));
      }
      done.add(copy);
    }
    return done;
  }

  private static @Nullable Object value(JsonNode value, boolean isRegister) {
    if (value.isNull()) {
      return null;
    }
    List<Object> elements = new ArrayList<>();
    value.forEach(element -> elements.add(element.asLong()));
    return isRegister ? elements.getLast() : elements;
  }
}
