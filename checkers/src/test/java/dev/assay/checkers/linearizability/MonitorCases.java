package dev.assay.checkers.linearizability;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Small random histories that meet the preconditions of monitors most of the time: a few processes,
 * each with one operation open, that take effect at some moment; half of the histories have wrong
 * results; some operations never return. What cannot take effect, such as the acquire of a lock
 * that is held, waits.
 */
final class MonitorCases {
  private static final int PROCESSES = 4;

  private final String name;
  private final Model model;
  private final SplittableRandom random;
  private final boolean isHonest;
  private final History.Builder builder = History.builder();
  private final List<Open> open = new ArrayList<>();
  private final int[] processes = {0, 1, 2, 3};
  private Object state;
  private long fresh = 1;

  private MonitorCases(String name, Model model, SplittableRandom random) {
    this.name = name;
    this.model = model;
    this.random = random;
    isHonest = random.nextBoolean();
    state = model.initial();
  }

  private static final class Open {
    final int client;
    final String f;
    final @Nullable Object argument;
    @Nullable Object result;
    boolean isDone;

    Open(int client, String f, @Nullable Object argument) {
      this.client = client;
      this.f = f;
      this.argument = argument;
    }
  }

  static History random(String name, Model model, SplittableRandom random, int operationsMax) {
    return switch (name) {
      case "distinct-kv" -> ModelCases.distinctStrings(model, random, operationsMax);
      case "etcd-kv", "kv" -> ModelCases.random(name, model, random, operationsMax);
      default -> new MonitorCases(name, model, random).run(1 + random.nextInt(operationsMax));
    };
  }

  private History run(int operations) {
    int left = operations;
    for (int step = 0; step < 20 * operations; step++) {
      int client = random.nextInt(PROCESSES);
      @Nullable Open mine = openOf(client);
      if (mine == null && left > 0) {
        open.add(invoke(client));
        left--;
      } else if (mine != null && !mine.isDone && random.nextInt(12) == 0) {
        giveUp(mine);
      } else if (mine != null && !mine.isDone) {
        takeEffect(mine);
      } else if (mine != null && random.nextInt(12) == 0) {
        giveUp(mine);
      } else if (mine != null && random.nextBoolean()) {
        builder.add(EventType.OK, processes[client], mine.f, mine.result);
        open.remove(mine);
      }
    }
    return builder.build();
  }

  private @Nullable Open openOf(int client) {
    return open.stream().filter(one -> one.client == client).findFirst().orElse(null);
  }

  private void giveUp(Open one) {
    if (random.nextBoolean()) {
      builder.add(EventType.INFO, processes[one.client], one.f, one.argument);
    }
    processes[one.client] += PROCESSES;
    open.remove(one);
  }

  private Open invoke(int client) {
    List<String> functions = functions();
    String f = functions.get(random.nextInt(functions.size()));
    Open one = new Open(client, f, argument(f, client));
    builder.add(EventType.INVOKE, processes[client], f, one.argument);
    return one;
  }

  private void takeEffect(Open one) {
    Action unknown = new Action(one.f, one.argument, null, EventType.INFO);
    List<@Nullable Object> legal = model.legalResults(state, unknown);
    if (legal.isEmpty() && canEcho(one)) {
      legal = Collections.singletonList(one.argument);
    }
    boolean isWrong = !isHonest && random.nextInt(3) == 0;
    if (legal.isEmpty() && !isWrong) {
      return;
    }
    one.isDone = true;
    one.result = isWrong ? wrong(one) : legal.get(random.nextInt(legal.size()));
    Action told = new Action(one.f, one.argument, one.result, EventType.OK);
    @Nullable Object after = model.complaint(told) == null ? model.step(state, told) : null;
    state = after == null ? state : after;
  }

  /** A model need not name the results of what returns its argument, such as a write. */
  private boolean canEcho(Open one) {
    Action told = new Action(one.f, one.argument, one.argument, EventType.OK);
    return model.complaint(told) == null && model.step(state, told) != null;
  }

  private List<String> functions() {
    return switch (name) {
      case "register" -> List.of("write", "read");
      case "cas-register", "versioned-register", "revision-register" ->
          List.of("write", "read", "cas");
      case "max-register" -> List.of("write", "read");
      case "map" -> List.of("put", "get", "get", "remove", "cas");
      case "linearizable-set" -> List.of("add", "remove", "contains");
      case "growing-set" -> List.of("add", "read");
      case "linearizable-counter" -> List.of("add", "read");
      case "fetch-and-add" -> List.of("fetch-and-add", "add-and-get", "read");
      case "id-generator" -> List.of("generate");
      case "log" -> List.of("append", "read", "size");
      case "append-list" -> List.of("append", "read");
      case "unordered-queue" -> List.of("enqueue", "enqueue", "dequeue");
      case "queue-deque" -> List.of("push-front", "push-front", "pop-back", "peek-back");
      case "stack-deque" -> List.of("push-back", "push-back", "pop-back", "peek-back");
      default -> List.of("acquire", "release");
    };
  }

  private @Nullable Object argument(String f, int client) {
    return switch (f) {
      case "read" -> name.equals("log") ? (Object) (long) random.nextInt(3) : null;
      case "write" -> {
        boolean isVersioned = name.startsWith("version") || name.startsWith("revision");
        yield isVersioned ? Arrays.asList(null, value()) : value();
      }
      case "cas" ->
          switch (name) {
            case "cas-register" -> Arrays.asList(seen(), value());
            case "map" -> Arrays.asList(1L, seen(), value());
            default -> Arrays.asList(null, Arrays.asList(seen(), value()));
          };
      case "put" -> Arrays.asList(1L, value());
      case "get", "remove" -> 1L;
      case "add" ->
          switch (name) {
            case "linearizable-counter" -> 1L;
            case "growing-set" -> fresh++;
            default -> small();
          };
      case "contains" -> small();
      case "fetch-and-add", "add-and-get" -> random.nextInt(8) == 0 ? 2L : 1L;
      case "append" -> fresh++;
      case "push-front", "push-back" -> random.nextInt(12) == 0 ? small() : 2 + fresh++;
      case "enqueue" -> random.nextBoolean() ? small() : 2 + fresh++;
      case "acquire", "release" ->
          name.equals("semaphore") ? (Object) small() : name.equals("mutex") ? null : client;
      default -> null;
    };
  }

  private long small() {
    return 1L + random.nextInt(2);
  }

  /** Rarely one that was there before. */
  private long value() {
    return name.equals("max-register") || random.nextInt(10) == 0
        ? 1L + random.nextInt(5)
        : 10 + fresh++;
  }

  /** One that may be there. */
  private @Nullable Object seen() {
    return random.nextInt(8) == 0 ? null : (Object) (10L + random.nextInt((int) fresh + 1));
  }

  private @Nullable Object wrong(Open one) {
    return switch (one.f) {
      case "read" -> wrongRead();
      case "write", "cas" ->
          name.startsWith("version") || name.startsWith("revision")
              ? Arrays.asList(
                  (long) random.nextInt(4), ((List<?>) Objects.requireNonNull(one.argument)).get(1))
              : one.argument;
      case "get" -> seen();
      case "dequeue", "pop-back", "peek-back" -> 1L + random.nextInt((int) fresh + 2);
      case "put", "remove" -> one.argument;
      case "add", "contains" ->
          name.equals("linearizable-set") ? (Object) random.nextBoolean() : one.argument;
      case "fetch-and-add", "add-and-get", "generate", "append", "size" ->
          name.equals("append-list") ? one.argument : (Object) (long) random.nextInt(5);
      case "acquire" -> name.contains("fenced") ? (Object) (1L + random.nextInt(4)) : one.argument;
      default -> one.argument;
    };
  }

  private @Nullable Object wrongRead() {
    return switch (name) {
      case "growing-set" -> some();
      case "append-list" -> List.copyOf(some());
      case "versioned-register", "revision-register" ->
          Arrays.asList((long) random.nextInt(4), seen());
      case "cas-register", "register" -> seen();
      default -> (long) random.nextInt(6);
    };
  }

  private Set<Object> some() {
    Set<Object> some = new LinkedHashSet<>();
    for (long e = 1; e < fresh; e++) {
      if (random.nextInt(3) > 0) {
        some.add(e);
      }
    }
    return some;
  }
}
