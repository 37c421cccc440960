package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.linearizability.Action;
import dev.assay.checkers.linearizability.Model;
import dev.assay.histories.Symbol;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys with values: {@code put [key value]}, {@code get key}, {@code remove key}, {@code cas [key
 * old new]}. A get gives the value, nil where there is none. Initially told, else empty.
 */
public final class MapModel implements Model {
  private static final Symbol OTHER = new Symbol("some-other-value");

  /** A value that no operation knows. */
  private static final Object SOMETHING_ELSE = new Object();

  private final Map<?, ?> initial;

  public MapModel(CheckOptions options) {
    initial = initialOf(options);
  }

  /** What a model of many values begins with: a map by key, told or empty. */
  static Map<?, ?> initialOf(CheckOptions options) {
    Object told = options.initial();
    if (told == null) {
      return Map.of();
    }
    if (told instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("expected a map as the initial value, got " + told);
  }

  @Override
  public String name() {
    return "map";
  }

  @Override
  public Object initial() {
    return initial;
  }

  @Override
  public @Nullable String complaint(Action action) {
    return switch (action.f()) {
      case "put" -> hasParts(action, 2) ? null : Complaints.badValue(action, "put [key value]");
      case "cas" -> hasParts(action, 3) ? null : Complaints.badValue(action, "cas [key old new]");
      case "get", "remove" ->
          action.argument() == null ? Complaints.badValue(action, action.f() + " of a key") : null;
      default -> Complaints.unknown(action, "put, get, remove or cas");
    };
  }

  private static boolean hasParts(Action action, int count) {
    return action.input() instanceof List<?> list && list.size() == count && list.get(0) != null;
  }

  @Override
  public @Nullable Object step(Object state, Action action) {
    Map<?, ?> map = (Map<?, ?>) state;
    Object key = key(action);
    return switch (action.f()) {
      case "get" -> !action.isOk() || Objects.equals(map.get(key), action.result()) ? state : null;
      case "put" -> with(map, key, part(action, 1));
      case "remove" -> with(map, key, null);
      default ->
          Objects.equals(map.get(key), part(action, 1)) ? with(map, key, part(action, 2)) : null;
    };
  }

  private static Map<Object, Object> with(Map<?, ?> map, Object key, @Nullable Object value) {
    Map<Object, Object> after = new HashMap<>(map);
    if (value == null) {
      after.keySet().remove(key);
    } else {
      after.put(key, value);
    }
    return Collections.unmodifiableMap(after);
  }

  /** The key that the operation is about. */
  public static Object key(Action action) {
    boolean isKey = action.f().equals("get") || action.f().equals("remove");
    return Objects.requireNonNull(isKey ? action.argument() : part(action, 0));
  }

  /** Of {@code [key value]} or {@code [key old new]}. */
  public static @Nullable Object part(Action action, int index) {
    return ((List<?>) Objects.requireNonNull(action.input())).get(index);
  }

  @Override
  public boolean isReadOnly(Action action) {
    return action.f().equals("get");
  }

  /** A value under a key, nil for none. */
  private record Entry(Object key, @Nullable Object value) {}

  @Override
  public @Nullable Object makes(Action action) {
    return switch (action.f()) {
      case "get" -> null;
      case "put" -> new Entry(key(action), part(action, 1));
      case "remove" -> new Entry(key(action), null);
      default -> new Entry(key(action), part(action, 2));
    };
  }

  @Override
  public Object sees(Action action) {
    return switch (action.f()) {
      case "get" -> action.isOk() ? new Entry(key(action), action.result()) : NOTHING;
      case "put", "remove" -> NOTHING;
      default -> new Entry(key(action), part(action, 1));
    };
  }

  /** Of one key the values that some action must find, and one that none knows. */
  @Override
  public List<Object> startStates(Collection<Action> actions) {
    Set<Object> keys = new LinkedHashSet<>();
    Set<Object> states = new LinkedHashSet<>();
    for (Action action : actions) {
      keys.add(key(action));
      states.add(Map.of(key(action), SOMETHING_ELSE));
      if (sees(action) instanceof Entry entry) {
        states.add(entry.value == null ? Map.of() : Map.of(entry.key, entry.value));
      }
    }
    return keys.size() == 1 ? List.copyOf(states) : List.of();
  }

  @Override
  public Object show(Object state) {
    Map<Object, Object> shown = new LinkedHashMap<>((Map<?, ?>) state);
    shown.replaceAll((key, value) -> value == SOMETHING_ELSE ? OTHER : value);
    return shown;
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
    return List.of(key(action));
  }

  @Override
  public @Nullable Action restrict(Action action, Set<Object> elements) {
    return elements.contains(key(action)) ? action : null;
  }

  @Override
  public List<@Nullable Object> legalResults(Object state, Action action) {
    if (action.f().equals("get")) {
      return Collections.singletonList(((Map<?, ?>) state).get(key(action)));
    }
    boolean fails = step(state, Model.stillOpen(action)) == null;
    return fails ? List.of() : Collections.singletonList(action.argument());
  }
}
