package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.linearizability.Action;
import dev.assay.checkers.linearizability.Model;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Many registers and lists, changed together: {@code txn [[:r k nil] [:w k v] [:append k v] …]}.
 * Knossos' multi-register, with {@code :read} and {@code :write} understood too. Initially told,
 * else every register is nil.
 */
public final class MultiRegisterModel implements Model {
  private final Map<?, ?> initial;

  public MultiRegisterModel(CheckOptions options) {
    initial = MapModel.initialOf(options);
  }

  @Override
  public String name() {
    return "multi-register";
  }

  @Override
  public Object initial() {
    return initial;
  }

  @Override
  public @Nullable String complaint(Action action) {
    if (!action.f().equals("txn")) {
      return Complaints.unknown(action, "txn");
    }
    if (!(value(action) instanceof List<?> txn)) {
      return Complaints.badValue(action, "txn [[:r key nil] [:w key value] …]");
    }
    for (Object part : txn) {
      boolean isWellFormed =
          part instanceof List<?> list
              && list.size() == 3
              && list.get(1) != null
              && !kind(list).isEmpty();
      if (!isWellFormed) {
        return "expected [:r key value], [:w key value] or [:append key value], found " + part;
      }
    }
    return action.isOk() && action.argument() instanceof List<?> asked && !asksFor(asked, txn)
        ? Complaints.badResult(action, "what was asked for, " + asked + ", with values read")
        : null;
  }

  /** Whether a completion has the micro-operations of its invocation, but for what was read. */
  private static boolean asksFor(List<?> asked, List<?> told) {
    boolean isSame = asked.size() == told.size();
    for (int i = 0; isSame && i < told.size(); i++) {
      List<?> part = (List<?>) Objects.requireNonNull(told.get(i));
      isSame =
          asked.get(i) instanceof List<?> list
              && list.size() == 3
              && kind(list).equals(kind(part))
              && Objects.equals(list.get(1), part.get(1))
              && (kind(part).equals("r") || Objects.equals(list.get(2), part.get(2)));
    }
    return isSame;
  }

  @Override
  public @Nullable Object step(Object state, Action action) {
    Map<Object, Object> after = new HashMap<>((Map<?, ?>) state);
    for (List<?> part : parts(action)) {
      Object key = Objects.requireNonNull(part.get(1));
      switch (kind(part)) {
        case "r" -> {
          if (action.isOk() && !Objects.equals(after.get(key), part.get(2))) {
            return null;
          }
        }
        case "w" -> put(after, key, part.get(2));
        default -> after.put(key, appended(after.get(key), part.get(2)));
      }
    }
    return Collections.unmodifiableMap(after);
  }

  private static void put(Map<Object, Object> map, Object key, @Nullable Object value) {
    if (value == null) {
      map.keySet().remove(key);
    } else {
      map.put(key, value);
    }
  }

  private static List<@Nullable Object> appended(@Nullable Object list, @Nullable Object value) {
    List<@Nullable Object> longer = new ArrayList<>();
    if (list instanceof Collection<?> some) {
      longer.addAll(some);
    }
    longer.add(value);
    return Collections.unmodifiableList(longer);
  }

  @Override
  public boolean isReadOnly(Action action) {
    return parts(action).stream().allMatch(part -> kind(part).equals("r"));
  }

  @Override
  public boolean hasElements() {
    return true;
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public Collection<Object> elements(Action action) {
    Set<Object> keys = new LinkedHashSet<>();
    parts(action).forEach(part -> keys.add(Objects.requireNonNull(part.get(1))));
    return keys;
  }

  @Override
  public @Nullable Action restrict(Action action, Set<Object> elements) {
    List<List<?>> parts = parts(action);
    List<List<?>> left = new ArrayList<>(parts);
    left.removeIf(part -> !elements.contains(Objects.requireNonNull(part.get(1))));
    if (left.isEmpty() || left.size() == parts.size()) {
      return left.isEmpty() ? null : action;
    }
    List<List<?>> some = List.copyOf(left);
    return new Action("txn", some, action.isOk() ? some : null, action.outcome());
  }

  @Override
  public List<@Nullable Object> legalResults(Object state, Action action) {
    Map<?, ?> map = (Map<?, ?>) state;
    List<@Nullable Object> result = new ArrayList<>();
    List<List<?>> done = new ArrayList<>();
    for (List<?> part : parts(action)) {
      if (kind(part).equals("r")) {
        Map<?, ?> now =
            (Map<?, ?>)
                Objects.requireNonNull(
                    step(map, Model.stillOpen(new Action("txn", done, null, action.outcome()))));
        result.add(Arrays.asList(part.get(0), part.get(1), now.get(part.get(1))));
      } else {
        result.add(part);
        done.add(part);
      }
    }
    return List.of(Collections.unmodifiableList(result));
  }

  private static @Nullable Object value(Action action) {
    return action.isOk() && action.result() != null ? action.result() : action.argument();
  }

  @SuppressWarnings("unchecked")
  private static List<List<?>> parts(Action action) {
    return (List<List<?>>) Objects.requireNonNull(value(action));
  }

  /** {@code r}, {@code w} or {@code append}; empty for anything else. */
  private static String kind(List<?> part) {
    String name = part.get(0) instanceof Keyword keyword ? keyword.name() : "";
    return switch (name) {
      case "r", "read" -> "r";
      case "w", "write" -> "w";
      case "append" -> name;
      default -> "";
    };
  }
}
