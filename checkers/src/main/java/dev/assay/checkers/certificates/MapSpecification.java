package dev.assay.checkers.certificates;

import java.util.HashMap;
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
