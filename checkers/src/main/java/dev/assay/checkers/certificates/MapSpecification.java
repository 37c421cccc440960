package dev.assay.checkers.certificates;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys with values; nil is the value of a key that has none. */
final class MapSpecification extends MachineSpecification {
  private final Map<?, ?> initial;

  MapSpecification(@Nullable Object initial) {
    this.initial = initial instanceof Map<?, ?> map ? map : Map.of();
  }

  @Override
  public boolean understands(Call call) {
    return switch (call.f()) {
      case "get", "remove" -> call.argument() != null;
      case "put" -> call.input() instanceof List<?> list && list.size() == 2 && key(call) != null;
      case "cas" -> call.input() instanceof List<?> list && list.size() == 3 && key(call) != null;
      default -> false;
    };
  }

  @Override
  public boolean onlyLooks(Call call) {
    return call.f().equals("get");
  }

  /** A value that nobody is known to have found under the key. */
  @Override
  public boolean isUnnoticed(Call call, Collection<Call> others) {
    Object key = Objects.requireNonNull(key(call));
    for (Call other : others) {
      boolean finds = other.f().equals("cas") || (other.f().equals("get") && other.isOk());
      if (finds
          && !other.equals(call)
          && key.equals(key(other))
          && Objects.equals(found(other), left(call))) {
        return false;
      }
    }
    return true;
  }

  /** A key with a value that no call needs is like any other such; nothing is said of two keys. */
  @Override
  public List<Object> starts(Collection<Call> calls) {
    List<Object> starts = new ArrayList<>();
    Set<Object> keys = new HashSet<>();
    for (Call call : calls) {
      Object key = Objects.requireNonNull(key(call));
      if (keys.add(key)) {
        starts.add(entry(key, new Object()));
      }
      if (call.f().equals("cas") || (call.f().equals("get") && call.isOk())) {
        starts.add(entry(key, found(call)));
      }
    }
    return keys.size() == 1 ? starts : List.of();
  }

  private static Entries entry(Object key, @Nullable Object value) {
    Map<Object, Object> one = new HashMap<>();
    if (value != null) {
      one.put(key, value);
    }
    return new Entries(one);
  }

  /** What a get or cas found under its key. */
  private static @Nullable Object found(Call call) {
    return call.f().equals("get") ? call.result() : part(call, 1);
  }

  /** What is under the key after a call that changes it. */
  private static @Nullable Object left(Call call) {
    return switch (call.f()) {
      case "remove" -> null;
      case "put" -> part(call, 1);
      default -> part(call, 2);
    };
  }

  @Override
  public boolean hasElements() {
    return true;
  }

  @Override
  public @Nullable Call restrict(Call call, Set<Object> elements) {
    return elements.contains(Objects.requireNonNull(key(call))) ? call : null;
  }

  private static @Nullable Object key(Call call) {
    return switch (call.f()) {
      case "get", "remove" -> call.argument();
      default -> part(call, 0);
    };
  }

  private static @Nullable Object part(Call call, int index) {
    return ((List<?>) Objects.requireNonNull(call.input())).get(index);
  }

  @Override
  public Machine machine() {
    return new Entries(new HashMap<>(initial));
  }

  private static final class Entries extends StateMachine {
    private final Map<Object, Object> entries;

    Entries(Map<Object, Object> entries) {
      this.entries = entries;
    }

    @Override
    public boolean apply(Call call) {
      Object key = Objects.requireNonNull(key(call));
      @Nullable Object there = entries.get(key);
      switch (call.f()) {
        case "get" -> {
          return !call.isOk() || Objects.equals(there, call.result());
        }
        case "remove" -> set(key, null);
        case "put" -> set(key, part(call, 1));
        default -> {
          set(key, part(call, 2));
          return Objects.equals(there, part(call, 1));
        }
      }
      return true;
    }

    private void set(Object key, @Nullable Object value) {
      entries.compute(key, (k, old) -> value);
    }

    @Override
    public Machine copy() {
      return new Entries(new HashMap<>(entries));
    }

    @Override
    Object state() {
      return entries;
    }
  }
}
