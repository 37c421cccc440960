package dev.assay.checkers.linearizability;

import dev.assay.checkers.CheckOptions;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import dev.assay.histories.LongVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Small random histories of every model: runs of a concurrent object whose operations take effect
 * at some moment, half of them with results changed afterwards; some operations stay open.
 */
@SuppressWarnings("UnnecessaryLambda") // functions that are combined read better by name
final class ModelCases {
  private static final Keyword EMPTY = new Keyword("empty");

  private ModelCases() {}

  /** One operation of a model: what it is asked with, and what it may be told, right or wrong. */
  private record Kind(
      String f,
      Function<SplittableRandom, @Nullable Object> argument,
      Function<SplittableRandom, @Nullable Object> result) {}

  private static Kind kind(
      String f,
      Function<SplittableRandom, @Nullable Object> argument,
      Function<SplittableRandom, @Nullable Object> result) {
    return new Kind(f, argument, result);
  }

  private static Kind echo(String f, Function<SplittableRandom, @Nullable Object> argument) {
    return new Kind(f, argument, random -> Echo.ARGUMENT);
  }

  private enum Echo {
    ARGUMENT,
    READS_FILLED
  }

  /** Options under which the model starts with something to work on. */
  static CheckOptions options(String model) {
    return switch (model) {
      case "linearizable-bank" -> CheckOptions.DEFAULT.withInitial(Map.of(1L, 3L, 2L, 3L));
      case "semaphore" -> CheckOptions.DEFAULT.withInitial(2L);
      default -> CheckOptions.DEFAULT;
    };
  }

  private static List<Kind> kinds(String model) {
    return switch (model) {
      case "register" -> List.of(echo("write", small()), kind("read", nil(), orNil(small())));
      case "cas-register" ->
          List.of(echo("write", small()), kind("read", nil(), orNil(small())), echo("cas", pair()));
      case "versioned-register", "revision-register" -> versioned();
      case "max-register" -> List.of(echo("write", small()), kind("read", nil(), orNil(small())));
      case "multi-register" -> List.of(kind("txn", ModelCases::txn, r -> Echo.READS_FILLED));
      case "map" ->
          List.of(
              echo("put", pair()),
              kind("get", small(), orNil(small())),
              echo("remove", small()),
              echo("cas", r -> vector(r, 3)));
      case "kv" ->
          List.of(
              kind("get", nil(), r -> "abab".substring(r.nextInt(4))),
              echo("put", r -> r.nextBoolean() ? "a" : "b"),
              echo("append", r -> r.nextBoolean() ? "a" : "b"));
      case "linearizable-set" ->
          List.of(
              kind("add", small(), r -> r.nextBoolean()),
              kind("remove", small(), r -> r.nextBoolean()),
              kind("contains", small(), r -> r.nextBoolean()),
              kind("read", nil(), r -> r.nextBoolean() ? Set.of(1L) : Set.of(1L, 2L)));
      case "fifo-queue" -> collection("enqueue", "dequeue", "peek");
      case "unordered-queue" -> collection("enqueue", "dequeue").subList(0, 2);
      case "stack" -> collection("push", "pop", "peek");
      case "deque" -> {
        List<Kind> both = new ArrayList<>(collection("push-front", "pop-front", "peek-front"));
        both.addAll(collection("push-back", "pop-back", "peek-back"));
        yield both;
      }
      case "priority-queue", "min-priority-queue" -> collection("insert", "poll", "peek");
      case "mutex" -> List.of(echo("acquire", nil()), echo("release", nil()));
      case "owner-aware-mutex", "reentrant-mutex" ->
          List.of(echo("acquire", small()), echo("release", small()));
      case "fenced-mutex", "reentrant-fenced-mutex" ->
          List.of(kind("acquire", small(), small()), echo("release", small()));
      case "semaphore" ->
          List.of(
              kind("acquire", small(), r -> r.nextInt(3) == 0 ? false : null),
              echo("release", small()));
      case "linearizable-counter" ->
          List.of(echo("add", small()), kind("read", nil(), r -> (long) r.nextInt(6)));
      case "fetch-and-add" ->
          List.of(
              kind("fetch-and-add", small(), r -> (long) r.nextInt(6)),
              kind("add-and-get", small(), r -> (long) r.nextInt(6)),
              kind("read", nil(), r -> (long) r.nextInt(6)));
      case "id-generator" -> List.of(kind("generate", nil(), r -> (long) r.nextInt(6)));
      case "log" ->
          List.of(
              kind("append", small(), r -> (long) r.nextInt(3)),
              kind("read", r -> (long) r.nextInt(3), orNil(small())),
              kind("size", nil(), r -> (long) r.nextInt(4)));
      case "append-list" ->
          List.of(echo("append", small()), kind("read", nil(), r -> vector(r, r.nextInt(3))));
      case "etcd-kv" ->
          List.of(
              kind("txn", EtcdCases::txn, EtcdCases::toldByTxn),
              kind("txn", EtcdCases::txn, EtcdCases::toldByTxn),
              kind("range", EtcdCases::range, EtcdCases::toldByRange),
              kind("lease-revoke", EtcdCases::lease, EtcdCases::toldRevision));
      case "linearizable-bank" ->
          List.of(
              echo("transfer", ModelCases::transfer),
              kind("read", nil(), r -> Map.of(1L, (long) r.nextInt(7), 2L, (long) r.nextInt(7))));
      default -> throw new IllegalArgumentException("no operations for model " + model);
    };
  }

  private static List<Kind> versioned() {
    Function<SplittableRandom, @Nullable Object> version = r -> (long) r.nextInt(4);
    return List.of(
        kind("read", nil(), r -> listOf(version.apply(r), small().apply(r))),
        kind("write", r -> listOf(null, small().apply(r)), r -> listOf(version.apply(r), null)),
        kind("cas", r -> listOf(null, vector(r, 2)), r -> listOf(version.apply(r), null)));
  }

  private static List<Kind> collection(String insert, String... removeAndLook) {
    List<Kind> kinds = new ArrayList<>(List.of(echo(insert, small())));
    for (String f : removeAndLook) {
      kinds.add(kind(f, nil(), r -> r.nextInt(4) == 0 ? EMPTY : small().apply(r)));
    }
    return kinds;
  }

  private static Function<SplittableRandom, @Nullable Object> nil() {
    return random -> null;
  }

  private static Function<SplittableRandom, @Nullable Object> small() {
    return random -> 1L + random.nextInt(3);
  }

  private static Function<SplittableRandom, @Nullable Object> orNil(
      Function<SplittableRandom, @Nullable Object> other) {
    return random -> random.nextInt(4) == 0 ? null : other.apply(random);
  }

  private static Function<SplittableRandom, @Nullable Object> pair() {
    return random -> vector(random, 2);
  }

  private static LongVector vector(SplittableRandom random, int length) {
    return LongVector.copyOf(random.longs(length, 1, 4).toArray(), length);
  }

  private static List<@Nullable Object> listOf(@Nullable Object a, @Nullable Object b) {
    return Arrays.asList(a, b);
  }

  private static Map<Keyword, Object> transfer(SplittableRandom random) {
    boolean forth = random.nextBoolean();
    Map<Keyword, Object> transfer = new LinkedHashMap<>();
    transfer.put(new Keyword("from"), forth ? 1L : 2L);
    transfer.put(new Keyword("to"), forth ? 2L : 1L);
    transfer.put(new Keyword("amount"), 1L + random.nextInt(3));
    return transfer;
  }

  private static List<Object> txn(SplittableRandom random) {
    List<Object> mops = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      boolean reads = random.nextBoolean();
      Long value = reads ? null : 1L + random.nextInt(3);
      mops.add(mop(reads ? "r" : "w", 1L + random.nextInt(2), value));
    }
    return List.copyOf(mops);
  }

  private static List<@Nullable Object> mop(String name, Object key, @Nullable Object value) {
    return Arrays.asList(new Keyword(name), key, value);
  }

  private static List<Object> withReads(List<?> asked, SplittableRandom random) {
    List<Object> told = new ArrayList<>();
    for (Object each : asked) {
      List<?> mop = (List<?>) each;
      told.add(
          mop.get(2) == null
              ? Arrays.<@Nullable Object>asList(
                  mop.get(0), mop.get(1), orNil(small()).apply(random))
              : mop);
    }
    return List.copyOf(told);
  }

  /** A history of at most so many operations by up to four processes. */
  static History random(String name, Model model, SplittableRandom random, int operationsMax) {
    return simulate(kinds(name), model, random, operationsMax);
  }

  /** The same of a collection to which nothing is inserted twice. */
  static History distinct(String name, Model model, SplittableRandom random, int operationsMax) {
    long[] inserted = {0};
    List<Long> elements = new ArrayList<>();
    for (long i = 1; i <= operationsMax; i++) {
      elements.add(random.nextInt(elements.size() + 1), i);
    }
    List<Kind> kinds = new ArrayList<>();
    for (Kind kind : kinds(name)) {
      kinds.add(
          kind.result().apply(random) == Echo.ARGUMENT
              ? echo(kind.f(), r -> elements.get((int) inserted[0]++))
              : kind(
                  kind.f(),
                  nil(),
                  r -> r.nextInt(4) == 0 ? EMPTY : elements.get(r.nextInt(operationsMax))));
    }
    return simulate(kinds, model, random, operationsMax);
  }

  /** A string to which nothing is put or appended twice. */
  static History distinctStrings(Model model, SplittableRandom random, int operationsMax) {
    int[] next = {0};
    Function<SplittableRandom, @Nullable Object> fresh =
        r -> "abcdefgh".substring(next[0], ++next[0]);
    List<Kind> kinds =
        List.of(
            kind("get", nil(), r -> "abcdefgh".substring(r.nextInt(3)).substring(0, r.nextInt(4))),
            kind("get", nil(), r -> ""),
            echo("put", fresh),
            echo("append", fresh),
            echo("append", fresh));
    return simulate(kinds, model, random, operationsMax);
  }

  private static History simulate(
      List<Kind> kinds, Model model, SplittableRandom random, int operationsMax) {
    History.Builder builder = History.builder();
    boolean isHonest = random.nextBoolean();
    Object state = model.initial();
    List<Open> open = new ArrayList<>();
    int process = 0;
    int left = 1 + random.nextInt(operationsMax);
    while (left > 0 || !open.isEmpty()) {
      if (left > 0 && open.size() < 4 && random.nextInt(3) > 0) {
        Kind kind = kinds.get(random.nextInt(kinds.size()));
        Object argument = kind.argument().apply(random);
        builder.add(EventType.INVOKE, process, kind.f(), argument);
        open.add(new Open(process++, kind, argument));
        left--;
      } else if (!open.isEmpty()) {
        Open one = open.get(random.nextInt(open.size()));
        if (!one.isDone && random.nextBoolean()) {
          state = one.takeEffect(model, state, isHonest, random);
          continue;
        }
        open.remove(one);
        if (random.nextInt(8) == 0) {
          if (random.nextBoolean()) {
            builder.add(EventType.INFO, one.process, one.kind.f(), one.argument);
          }
          continue;
        }
        if (!one.isDone) {
          state = one.takeEffect(model, state, isHonest, random);
        }
        builder.add(EventType.OK, one.process, one.kind.f(), one.result);
      }
    }
    return builder.build();
  }

  private static Object after(Model model, Object state, Action action, Object otherwise) {
    if (model.complaint(action) != null) {
      return otherwise;
    }
    Object after = model.step(state, action);
    return after == null ? otherwise : after;
  }

  private static final class Open {
    private final int process;
    private final Kind kind;
    private final @Nullable Object argument;
    private boolean isDone;
    private @Nullable Object result;

    Open(int process, Kind kind, @Nullable Object argument) {
      this.process = process;
      this.kind = kind;
      this.argument = argument;
    }

    /** Happens now; the state after it. */
    Object takeEffect(Model model, Object state, boolean isHonest, SplittableRandom random) {
      isDone = true;
      boolean lies = !isHonest && random.nextInt(3) == 0;
      result = lies ? anyResult(random) : honestResult(model, state, random);
      return after(model, state, new Action(kind.f(), argument, result, EventType.OK), state);
    }

    private @Nullable Object anyResult(SplittableRandom random) {
      Object any = kind.result().apply(random);
      if (any == Echo.READS_FILLED) {
        return withReads((List<?>) Objects.requireNonNull(argument), random);
      }
      return any == Echo.ARGUMENT ? argument : any;
    }

    private @Nullable Object honestResult(Model model, Object state, SplittableRandom random) {
      Action unknown = new Action(kind.f(), argument, null, EventType.INFO);
      List<@Nullable Object> legal = model.legalResults(state, unknown);
      return legal.isEmpty() ? anyResult(random) : legal.get(random.nextInt(legal.size()));
    }
  }
}
