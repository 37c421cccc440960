package dev.assay.checkers.invariants;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Random histories of small systems whose operations take effect at one moment between their
 * events; some crash before or after it, and sometimes a result is changed.
 */
final class Simulation {
  static final List<String> WORKLOADS =
      List.of(
          "bank",
          "causal-reverse",
          "counter",
          "g2",
          "long-fork",
          "monotonic",
          "sequential",
          "set",
          "set-full",
          "total-queue",
          "unique-ids");

  private final String workload;
  private final SplittableRandom random;
  private final int percentMutations;
  private final int percentCrashes;
  private final History.Builder builder = History.builder();
  private final Set<Object> set = new LinkedHashSet<>();
  private final Deque<Object> queue = new ArrayDeque<>();
  private final Map<Object, Object> map = new TreeMap<>();
  private final List<Object> rows = new ArrayList<>();
  private long number;

  /** What an operation gave: its completion. */
  private record Effect(EventType type, @Nullable Object value) {}

  /** A client and its open operation. */
  private static final class Client {
    private int process;
    private @Nullable String f;
    private @Nullable Object argument;
    private @Nullable Effect effect;
  }

  private Simulation(String workload, SplittableRandom random, int percentMutations) {
    this.workload = workload;
    this.random = random;
    this.percentMutations = percentMutations;
    percentCrashes = random.nextInt(3) * 15;
    for (long account = 0; account < 3; account++) {
      map.put(account, 5L);
    }
  }

  static History history(String workload, SplittableRandom random, int percentMutations) {
    return new Simulation(workload, random, percentMutations).run();
  }

  private History run() {
    List<Client> clients = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      Client client = new Client();
      client.process = i;
      clients.add(client);
    }
    int left = 2 + random.nextInt(12);
    while (left > 0 || clients.stream().anyMatch(client -> client.f != null)) {
      Client client = clients.get(random.nextInt(count));
      if (client.f == null) {
        left -= left > 0 && invoke(client, operation()) ? 1 : 0;
      } else if (client.effect == null && random.nextInt(2) == 0) {
        client.effect = effect(client.f, client.argument);
      } else {
        complete(client, count);
      }
    }
    Client last = clients.get(0);
    String f = workload.equals("total-queue") ? "drain" : "read";
    if (random.nextInt(4) > 0 && !Set.of("g2", "unique-ids", "sequential").contains(workload)) {
      invoke(last, new Invocation(f, f.equals("read") ? argumentOfRead() : null));
      last.effect = effect(f, last.argument);
      complete(last, count);
    }
    return builder.build();
  }

  private record Invocation(String f, @Nullable Object argument) {}

  private boolean invoke(Client client, Invocation invocation) {
    client.f = invocation.f();
    client.argument = invocation.argument();
    client.effect = null;
    builder.add(EventType.INVOKE, client.process, client.f, client.argument);
    return true;
  }

  private void complete(Client client, int clients) {
    String f = client.f == null ? "" : client.f;
    boolean crashes = random.nextInt(100) < percentCrashes;
    if (!crashes && client.effect == null) {
      client.effect = effect(f, client.argument);
    }
    Effect effect = client.effect;
    client.f = null;
    if (crashes || effect == null) {
      if (random.nextBoolean()) {
        builder.add(EventType.INFO, client.process, f, client.argument);
      }
      client.process += clients;
      return;
    }
    Effect told = random.nextInt(100) < percentMutations ? mutated(effect) : effect;
    builder.add(told.type(), client.process, f, told.value());
  }

  private Invocation operation() {
    boolean isRead = random.nextInt(3) == 0;
    long small = random.nextLong(6);
    if (isRead && !Set.of("g2", "unique-ids").contains(workload)) {
      return workload.equals("total-queue")
          ? new Invocation("dequeue", null)
          : new Invocation("read", argumentOfRead());
    }
    return switch (workload) {
      case "bank" ->
          new Invocation(
              "transfer",
              Map.of(
                  new Keyword("from"), random.nextLong(3),
                  new Keyword("to"), random.nextLong(3),
                  new Keyword("amount"), small));
      case "counter" -> new Invocation("add", small - 2);
      case "set", "set-full" -> new Invocation("add", random.nextBoolean() ? small : number++);
      case "causal-reverse" -> new Invocation("write", random.nextBoolean() ? small : number++);
      case "total-queue" -> new Invocation("enqueue", random.nextBoolean() ? small : number++);
      case "monotonic" -> new Invocation("add", null);
      case "unique-ids" -> new Invocation("generate", null);
      case "g2" ->
          new Invocation("insert", List.of(small % 3, Arrays.asList(number++, (Object) null)));
      case "long-fork" -> new Invocation("write", List.of(mop("w", small % 3, 1L)));
      default -> new Invocation("write", small);
    };
  }

  private @Nullable Object argumentOfRead() {
    if (!workload.equals("long-fork")) {
      return null;
    }
    return List.of(mop("r", 0L, null), mop("r", 1L, null), mop("r", 2L, null));
  }

  private static List<@Nullable Object> mop(String name, Object key, @Nullable Object value) {
    return Arrays.asList(new Keyword(name), key, value);
  }

  private Effect effect(String f, @Nullable Object argument) {
    Object given = argument == null ? "" : argument;
    return switch (workload + " " + f) {
      case "bank transfer" -> transfer((Map<?, ?>) given);
      case "bank read" -> ok(new LinkedHashMap<>(map));
      case "counter add" -> {
        number += (Long) given;
        yield ok(given);
      }
      case "counter read" -> ok(number);
      case "set add", "set-full add", "causal-reverse write" -> {
        set.add(given);
        yield ok(given);
      }
      case "set read", "set-full read", "causal-reverse read" -> ok(List.copyOf(set));
      case "total-queue enqueue" -> {
        queue.add(given);
        yield ok(given);
      }
      case "total-queue dequeue" ->
          queue.isEmpty() ? new Effect(EventType.FAIL, null) : ok(queue.poll());
      case "total-queue drain" -> {
        Object all = List.copyOf(queue);
        queue.clear();
        yield ok(all);
      }
      case "monotonic add" -> {
        rows.add(Map.of(new Keyword("val"), number, new Keyword("sts"), number++ / 2));
        yield ok(rows.get(rows.size() - 1));
      }
      case "monotonic read" -> ok(List.copyOf(rows));
      case "unique-ids generate" -> ok(number++);
      case "g2 insert" ->
          set.add(((List<?>) given).get(0)) ? ok(given) : new Effect(EventType.FAIL, given);
      case "long-fork write" -> {
        set.add(((List<?>) ((List<?>) given).get(0)).get(1));
        yield ok(given);
      }
      case "long-fork read" ->
          ok(
              List.of(0L, 1L, 2L).stream()
                  .map(key -> mop("r", key, set.contains(key) ? 1L : null))
                  .toList());
      case "sequential read" -> ok(List.of(1L, parts(random.nextInt(4))));
      default -> ok(given);
    };
  }

  private static List<@Nullable Object> parts(int shown) {
    List<@Nullable Object> parts = new ArrayList<>(Arrays.asList("a", "b", "c"));
    for (int i = 0; i < 3 - shown; i++) {
      parts.set(i, null);
    }
    return parts;
  }

  private Effect transfer(Map<?, ?> transfer) {
    Object from = String.valueOf(transfer.get(new Keyword("from")));
    Object to = String.valueOf(transfer.get(new Keyword("to")));
    long amount = transfer.get(new Keyword("amount")) instanceof Long given ? given : 0;
    long source = Long.parseLong((String) from);
    long target = Long.parseLong((String) to);
    if ((Long) map.getOrDefault(source, 0L) < amount) {
      return new Effect(EventType.FAIL, transfer);
    }
    map.merge(source, -amount, (a, b) -> (Long) a + (Long) b);
    map.merge(target, amount, (a, b) -> (Long) a + (Long) b);
    return ok(transfer);
  }

  private static Effect ok(@Nullable Object value) {
    return new Effect(EventType.OK, value);
  }

  private Effect mutated(Effect effect) {
    if (effect.type() == EventType.FAIL) {
      return workload.equals("g2") ? ok(effect.value()) : effect;
    }
    Object given = effect.value();
    return switch (given == null ? "" : given) {
      case Long value -> ok(value + random.nextLong(-3, 4));
      case Map<?, ?> balances -> ok(mutated(balances));
      case List<?> list -> ok(mutated(list));
      default -> new Effect(random.nextBoolean() ? EventType.FAIL : EventType.OK, effect.value());
    };
  }

  private Map<Object, @Nullable Object> mutated(Map<?, ?> balances) {
    Map<Object, @Nullable Object> changed = new LinkedHashMap<>(balances);
    long account = random.nextLong(4);
    changed.put(account, random.nextInt(5) == 0 ? null : (Object) random.nextLong(-1, 8));
    return changed;
  }

  private List<@Nullable Object> mutated(List<?> list) {
    List<@Nullable Object> changed = new ArrayList<>(list);
    if (workload.equals("long-fork") || workload.equals("g2") || changed.isEmpty()) {
      return workload.equals("long-fork") ? flipped(changed) : changed;
    }
    if (workload.equals("sequential")) {
      return Arrays.asList(1L, Arrays.asList("a", random.nextBoolean() ? null : "b", "c"));
    }
    int at = random.nextInt(changed.size());
    switch (random.nextInt(4)) {
      case 0 -> changed.remove(at);
      case 1 -> changed.add(changed.get(at));
      case 2 -> changed.add(at, changed.remove(random.nextInt(changed.size())));
      default -> changed.add(at, workload.equals("monotonic") ? changed.get(at) : (Object) 4L);
    }
    return changed;
  }

  private List<@Nullable Object> flipped(List<@Nullable Object> mops) {
    int at = random.nextInt(mops.size());
    if (mops.get(at) instanceof List<?> mop && new Keyword("r").equals(mop.get(0))) {
      mops.set(at, mop("r", String.valueOf(mop.get(1)).equals("0") ? 0L : 1L, 1L));
    }
    return mops;
  }
}
