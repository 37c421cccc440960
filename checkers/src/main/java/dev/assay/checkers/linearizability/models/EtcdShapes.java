package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.linearizability.Action;
import dev.assay.histories.Keyword;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether values have the shapes of etcd's operations, see {@link EtcdKvModel}. */
final class EtcdShapes {
  private EtcdShapes() {}

  static @Nullable String complaint(Action action) {
    Object asked = action.argument();
    switch (action.f()) {
      case "txn" -> {
        if (!isTxn(asked)) {
          return Complaints.badValue(
              action, "a txn {:if [[key revision] …], :then [[:put key value] …], :else […]}");
        }
      }
      case "range" -> {
        if (!isRange(asked)) {
          return Complaints.badValue(
              action, "a range {:start text, :end text, :limit number, :revision number}");
        }
      }
      case "lease-revoke" -> {
        if (!(asked instanceof Map<?, ?> revoke) || !(get(revoke, "lease") instanceof Long)) {
          return Complaints.badValue(action, "a lease-revoke {:lease number}");
        }
      }
      case "lease-grant", "defragment" -> {}
      default -> {
        return Complaints.unknown(action, "txn, range, lease-grant, lease-revoke or defragment");
      }
    }
    return action.isOk() && !isTold(action)
        ? Complaints.badResult(action, "a map with :revision and what was found")
        : null;
  }

  private static boolean isTxn(@Nullable Object asked) {
    return asked instanceof Map<?, ?> txn
        && isListOf(get(txn, "if"), EtcdShapes::isCondition)
        && isListOf(get(txn, "then"), EtcdShapes::isStep)
        && isListOf(get(txn, "else"), EtcdShapes::isStep);
  }

  private static boolean isRange(@Nullable Object asked) {
    return asked instanceof Map<?, ?> range
        && get(range, "start") instanceof String
        && get(range, "end") instanceof String
        && get(range, "limit") instanceof Long
        && get(range, "revision") instanceof Long;
  }

  private static boolean isTold(Action action) {
    if (!(action.result() instanceof Map<?, ?> told) || !(get(told, "revision") instanceof Long)) {
      return false;
    }
    if (told.containsKey(new Keyword("partial"))) {
      return true;
    }
    return switch (action.f()) {
      case "txn" -> isListOf(get(told, "results"), EtcdShapes::isFound);
      case "range" -> isFound(told);
      default -> true;
    };
  }

  private static boolean isFound(Object value) {
    return value instanceof Map<?, ?> found && isListOf(get(found, "kvs"), EtcdShapes::isKv);
  }

  private static boolean isKv(Object value) {
    return value instanceof List<?> list
        && list.size() == 3
        && list.get(0) instanceof String
        && list.get(1) != null
        && list.get(2) instanceof Long;
  }

  private static boolean isCondition(Object value) {
    return value instanceof List<?> list
        && list.size() == 2
        && list.get(0) instanceof String
        && list.get(1) instanceof Long;
  }

  private static boolean isStep(Object value) {
    if (!(value instanceof List<?> list)
        || list.size() < 2
        || !(list.get(0) instanceof Keyword name)
        || !(list.get(1) instanceof String)) {
      return false;
    }
    return switch (name.name()) {
      case "put" ->
          list.size() >= 3
              && list.get(2) != null
              && (list.size() == 3 || (list.size() == 4 && list.get(3) instanceof Long));
      case "delete" -> list.size() == 2;
      case "range" ->
          list.size() == 4 && list.get(2) instanceof String && list.get(3) instanceof Long;
      default -> false;
    };
  }

  private static boolean isListOf(@Nullable Object value, Predicate<Object> isOne) {
    return value instanceof List<?> list && list.stream().allMatch(isOne);
  }

  private static @Nullable Object get(Map<?, ?> map, String name) {
    return map.get(new Keyword(name));
  }
}
