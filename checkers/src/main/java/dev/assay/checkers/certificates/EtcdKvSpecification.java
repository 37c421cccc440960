package dev.assay.checkers.certificates;

import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * etcd's store, every revision of it kept: key to value, the revision that put it there, and its
 * lease, 0 for none.
 */
final class EtcdKvSpecification extends MachineSpecification {
  @Override
  public boolean understands(Call call) {
    try {
      return isAsked(call) && (!call.isOk() || isTold(Shapes.map(call.result())));
    } catch (ClassCastException | IndexOutOfBoundsException wrongShape) {
      return false;
    }
  }

  private static boolean isAsked(Call call) {
    return switch (call.f()) {
      case "txn" -> isTxn(call.argument());
      case "range" -> {
        Shapes.integer(of(call.argument(), "limit"));
        Shapes.integer(of(call.argument(), "revision"));
        yield of(call.argument(), "start") instanceof String
            && of(call.argument(), "end") instanceof String;
      }
      case "lease-revoke" -> of(call.argument(), "lease") instanceof Long;
      case "lease-grant", "defragment" -> true;
      default -> false;
    };
  }

  private static boolean isTxn(@Nullable Object txn) {
    for (Object each : Shapes.list(of(txn, "if"))) {
      List<?> condition = Shapes.list(each);
      Shapes.integer(condition.get(1));
    }
    for (String branch : new String[] {"then", "else"}) {
      for (Object each : Shapes.list(of(txn, branch))) {
        List<?> step = Shapes.list(each);
        if (is(step, "range")) {
          Shapes.integer(step.get(3));
        } else if (!(is(step, "put") && step.get(2) != null) && !is(step, "delete")) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isTold(Map<?, ?> told) {
    return of(told, "revision") instanceof Long;
  }

  private static @Nullable Object of(@Nullable Object map, String name) {
    return Shapes.map(map).get(new Keyword(name));
  }

  private static boolean is(List<?> step, String name) {
    return new Keyword(name).equals(step.get(0));
  }

  @Override
  public boolean onlyLooks(Call call) {
    if (!call.f().equals("txn")) {
      return !call.f().equals("lease-revoke");
    }
    for (String branch : new String[] {"then", "else"}) {
      for (Object step : Shapes.list(of(call.argument(), branch))) {
        if (!is(Shapes.list(step), "range")) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public Machine machine() {
    List<NavigableMap<String, List<Object>>> revisions = new ArrayList<>();
    revisions.add(new TreeMap<>());
    return new Revisions(revisions);
  }

  /** The stores at revisions 1, 2, 3 … */
  private static final class Revisions extends StateMachine {
    private final List<NavigableMap<String, List<Object>>> revisions;

    Revisions(List<NavigableMap<String, List<Object>>> revisions) {
      this.revisions = revisions;
    }

    @Override
    public boolean apply(Call call) {
      boolean isTold = call.isOk();
      boolean isWhole = isTold && of(call.result(), "partial") == null;
      switch (call.f()) {
        case "txn" -> {
          boolean holds = holds(Shapes.list(of(call.argument(), "if")));
          List<?> steps = Shapes.list(of(call.argument(), holds ? "then" : "else"));
          List<?> results = isWhole ? Shapes.list(of(call.result(), "results")) : null;
          if (isWhole
              && (!Objects.equals(of(call.result(), "succeeded"), holds)
                  || Objects.requireNonNull(results).size() != steps.size())) {
            return false;
          }
          if (!run(steps, results)) {
            return false;
          }
        }
        case "range" -> {
          long revision = Shapes.integer(of(call.argument(), "revision"));
          if (revision < 0 || revision > revisions.size()) {
            return false;
          }
          Map<String, List<Object>> store =
              revisions.get((int) (revision == 0 ? revisions.size() : revision) - 1);
          if (isWhole
              && !shows(
                  store,
                  (String) of(call.argument(), "start"),
                  (String) of(call.argument(), "end"),
                  Shapes.integer(of(call.argument(), "limit")),
                  call.result())) {
            return false;
          }
        }
        case "lease-revoke" -> {
          Object lease = Objects.requireNonNull(of(call.argument(), "lease"));
          NavigableMap<String, List<Object>> next =
              new TreeMap<>(revisions.get(revisions.size() - 1));
          if (next.values().removeIf(entry -> !lease.equals(0L) && lease.equals(entry.get(2)))) {
            revisions.add(next);
          }
        }
        default -> {}
      }
      return !isTold || Objects.equals(of(call.result(), "revision"), (long) revisions.size());
    }

    private boolean holds(List<?> conditions) {
      NavigableMap<String, List<Object>> now = revisions.get(revisions.size() - 1);
      for (Object each : conditions) {
        List<?> condition = Shapes.list(each);
        List<Object> there = now.get(condition.get(0));
        Object revision = there == null ? (Object) 0L : there.get(1);
        if (!revision.equals(condition.get(1))) {
          return false;
        }
      }
      return true;
    }

    /** False when a step was told something else than what it found. */
    private boolean run(List<?> steps, @Nullable List<?> results) {
      NavigableMap<String, List<Object>> next = new TreeMap<>(revisions.get(revisions.size() - 1));
      boolean isNext = false;
      for (int i = 0; i < steps.size(); i++) {
        List<?> step = Shapes.list(steps.get(i));
        String key = (String) Objects.requireNonNull(step.get(1));
        @Nullable Object result = results == null ? null : results.get(i);
        long deleted = 0;
        if (is(step, "range")) {
          String end = (String) Objects.requireNonNull(step.get(2));
          if (result != null && !shows(next, key, end, Shapes.integer(step.get(3)), result)) {
            return false;
          }
        } else if (is(step, "put")) {
          long revision = revisions.size() + 1L;
          Object lease = step.size() > 3 ? Objects.requireNonNull(step.get(3)) : (Object) 0L;
          next.put(key, List.of(Objects.requireNonNull(step.get(2)), revision, lease));
          isNext = true;
        } else if (next.remove(key) != null) {
          deleted = 1;
          isNext = true;
        }
        boolean isDeletedTold = result == null || Objects.equals(of(result, "deleted"), deleted);
        boolean isNothingTold =
            result == null || is(step, "range") || shows(Map.of(), "", "", 0, result);
        if (!isDeletedTold || !isNothingTold) {
          return false;
        }
      }
      if (isNext) {
        revisions.add(next);
      }
      return true;
    }

    private static boolean shows(
        Map<String, List<Object>> store,
        @Nullable String start,
        @Nullable String end,
        long limit,
        @Nullable Object result) {
      List<Object> kvs = new ArrayList<>();
      long count = 0;
      for (Map.Entry<String, List<Object>> entry : store.entrySet()) {
        String key = entry.getKey();
        boolean isIn =
            Objects.equals(end, "")
                ? key.equals(start)
                : key.compareTo(Objects.requireNonNull(start)) >= 0
                    && key.compareTo(Objects.requireNonNull(end)) < 0;
        if (!isIn) {
          continue;
        }
        count++;
        if (limit <= 0 || count <= limit) {
          kvs.add(List.of(key, entry.getValue().get(0), entry.getValue().get(1)));
        }
      }
      return kvs.equals(of(result, "kvs")) && Objects.equals(of(result, "count"), count);
    }

    @Override
    public Machine copy() {
      return new Revisions(new ArrayList<>(revisions));
    }

    @Override
    Object state() {
      return revisions;
    }
  }
}
