package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.linearizability.Action;
import dev.assay.checkers.linearizability.Model;
import dev.assay.checkers.linearizability.models.EtcdStore.Entry;
import dev.assay.checkers.linearizability.models.EtcdStore.Found;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * etcd's key-value store with revisions, as its robustness tests record it: {@code txn}, {@code
 * range}, {@code lease-grant}, {@code lease-revoke}, {@code defragment}, with the values that the
 * format {@code etcd-robustness} gives them. The store begins empty, at revision 1.
 *
 * <p>A transaction that changes something makes the next revision, once. A range at an earlier
 * revision has to find what was there then, which etcd's own model leaves unchecked. Revoking a
 * lease deletes the keys attached to it; that a lease was granted and has not expired is not
 * checked.
 */
public final class EtcdKvModel implements Model {
  private static final Keyword IF = new Keyword("if");
  private static final Keyword THEN = new Keyword("then");
  private static final Keyword ELSE = new Keyword("else");
  private static final Keyword START = new Keyword("start");
  private static final Keyword END = new Keyword("end");
  private static final Keyword LIMIT = new Keyword("limit");
  private static final Keyword REVISION = new Keyword("revision");
  private static final Keyword SUCCEEDED = new Keyword("succeeded");
  private static final Keyword RESULTS = new Keyword("results");
  private static final Keyword KVS = new Keyword("kvs");
  private static final Keyword COUNT = new Keyword("count");
  private static final Keyword DELETED = new Keyword("deleted");
  private static final Keyword LEASE = new Keyword("lease");
  private static final Keyword PARTIAL = new Keyword("partial");

  @Override
  public String name() {
    return "etcd-kv";
  }

  @Override
  public Object initial() {
    return EtcdStore.EMPTY;
  }

  @Override
  public @Nullable String complaint(Action action) {
    return EtcdShapes.complaint(action);
  }

  /** A store and what an operation is told there. */
  private record Outcome(EtcdStore after, Map<Keyword, Object> told) {}

  @Override
  public @Nullable Object step(Object state, Action action) {
    Outcome outcome = outcome((EtcdStore) state, action);
    if (outcome == null || !action.isOk()) {
      return outcome == null ? null : outcome.after();
    }
    Map<?, ?> told = map(action.result());
    boolean isPartial = told.containsKey(PARTIAL);
    for (Map.Entry<Keyword, Object> legal : outcome.told().entrySet()) {
      boolean counts = !isPartial || legal.getKey().equals(REVISION);
      if (counts && !legal.getValue().equals(told.get(legal.getKey()))) {
        return null;
      }
    }
    return outcome.after();
  }

  /** What etcd does and answers; null when it answers with an error. */
  private static @Nullable Outcome outcome(EtcdStore store, Action action) {
    Map<Keyword, Object> told = new LinkedHashMap<>();
    EtcdStore after = store;
    if (action.f().equals("txn")) {
      boolean holds = holds(store, action);
      List<Map<Keyword, Object>> results = new ArrayList<>();
      after = run(store, steps(action, holds), results);
      told.put(SUCCEEDED, holds);
      told.put(RESULTS, results);
    } else if (action.f().equals("range")) {
      Map<?, ?> asked = map(action.argument());
      long revision = number(asked, REVISION);
      EtcdStore then = revision == 0 ? store : store.at(revision);
      if (then == null) {
        return null;
      }
      String start = (String) Objects.requireNonNull(asked.get(START));
      String end = (String) Objects.requireNonNull(asked.get(END));
      Found found = EtcdStore.find(then.entries(), start, end, number(asked, LIMIT));
      told.put(KVS, found.kvs());
      told.put(COUNT, found.count());
    } else if (action.f().equals("lease-revoke")) {
      NavigableMap<String, Entry> entries = store.copy();
      long lease = number(map(action.argument()), LEASE);
      boolean isChanged = entries.values().removeIf(entry -> lease != 0 && entry.lease() == lease);
      after = isChanged ? store.next(entries) : store;
    }
    told.put(REVISION, after.revision());
    return new Outcome(after, told);
  }

  /** Whether the conditions hold: each key has the revision told, 0 for none. */
  private static boolean holds(EtcdStore store, Action action) {
    for (Object each : (List<?>) Objects.requireNonNull(map(action.argument()).get(IF))) {
      List<?> condition = (List<?>) each;
      Entry entry = store.entries().get(condition.get(0));
      if (!condition.get(1).equals(entry == null ? 0L : entry.revision())) {
        return false;
      }
    }
    return true;
  }

  private static EtcdStore run(
      EtcdStore store, List<List<?>> steps, List<Map<Keyword, Object>> results) {
    NavigableMap<String, Entry> entries = store.copy();
    boolean isChanged = false;
    for (List<?> step : steps) {
      String key = (String) step.get(1);
      Found found = new Found(List.of(), 0);
      long deleted = 0;
      switch (name(step)) {
        case "put" -> {
          Object value = Objects.requireNonNull(step.get(2));
          long lease = step.size() > 3 ? (Long) step.get(3) : 0;
          entries.put(key, new Entry(value, store.revision() + 1, lease));
          isChanged = true;
        }
        case "delete" -> {
          deleted = entries.remove(key) == null ? 0 : 1;
          isChanged |= deleted > 0;
        }
        default -> found = EtcdStore.find(entries, key, (String) step.get(2), (Long) step.get(3));
      }
      results.add(Map.of(KVS, found.kvs(), COUNT, found.count(), DELETED, deleted));
    }
    return isChanged ? store.next(entries) : store;
  }

  private static String name(List<?> step) {
    return ((Keyword) Objects.requireNonNull(step.get(0))).name();
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return (Map<?, ?>) Objects.requireNonNull(value);
  }

  private static long number(Map<?, ?> map, Keyword name) {
    return (Long) Objects.requireNonNull(map.get(name));
  }

  @SuppressWarnings("unchecked")
  private static List<List<?>> steps(Action txn, boolean holds) {
    return (List<List<?>>) Objects.requireNonNull(map(txn.argument()).get(holds ? THEN : ELSE));
  }

  @Override
  public boolean isReadOnly(Action action) {
    return switch (action.f()) {
      case "txn" -> writes(action).isEmpty();
      case "lease-revoke" -> false;
      default -> true;
    };
  }

  @Override
  public List<@Nullable Object> legalResults(Object state, Action action) {
    Outcome outcome = outcome((EtcdStore) state, action);
    if (outcome == null) {
      return List.of();
    }
    Map<Object, Object> told = new LinkedHashMap<>();
    if (action.argument() instanceof Map<?, ?> asked) {
      told.putAll(asked);
    }
    told.putAll(outcome.told());
    return List.of(told);
  }

  @Override
  public Object show(Object state) {
    EtcdStore store = (EtcdStore) state;
    Map<String, Object> values = new LinkedHashMap<>();
    store.entries().forEach((key, entry) -> values.put(key, entry.value()));
    return Map.of(REVISION, store.revision(), KVS, values);
  }

  /** The revision of a store. */
  public static long revision(Object state) {
    return ((EtcdStore) state).revision();
  }

  /** The revision that the store had when an operation of known outcome was done. */
  public static long revision(Action action) {
    return number(map(action.result()), REVISION);
  }

  /** The value of a key and the revision that wrote it: what an operation was shown. */
  public record Seen(String key, Object value, long revision) {}

  /** What an operation of known outcome was shown. */
  public static List<Seen> seen(Action action) {
    List<Seen> seen = new ArrayList<>();
    Map<?, ?> told = map(action.result());
    addSeen(told.get(KVS), seen);
    if (told.get(RESULTS) instanceof List<?> results) {
      results.forEach(result -> addSeen(map(result).get(KVS), seen));
    }
    return seen;
  }

  /** Whether the store has what was shown. */
  public static boolean shows(Object state, Seen seen) {
    Entry entry = ((EtcdStore) state).entries().get(seen.key());
    return entry != null
        && entry.value().equals(seen.value())
        && entry.revision() == seen.revision();
  }

  private static void addSeen(@Nullable Object kvs, List<Seen> seen) {
    for (Object each : kvs instanceof List<?> list ? list : List.of()) {
      List<?> kv = (List<?>) each;
      seen.add(new Seen((String) kv.get(0), Objects.requireNonNull(kv.get(1)), (Long) kv.get(2)));
    }
  }

  /** Puts and deletes of a transaction, of both branches: {@code [:put key value]} … */
  public static List<List<?>> writes(Action txn) {
    List<List<?>> writes = new ArrayList<>(steps(txn, true));
    writes.addAll(steps(txn, false));
    writes.removeIf(step -> name(step).equals("range"));
    return writes;
  }
}
