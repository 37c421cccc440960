package dev.assay.checkers.certificates;

import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Registers and lists by key; a call is a list of reads, writes and appends, all at once. */
final class MultiRegisterSpecification extends MachineSpecification {
  private static final Set<String> READS = Set.of("r", "read");
  private static final Set<String> WRITES = Set.of("w", "write");

  private final Map<?, ?> initial;

  MultiRegisterSpecification(@Nullable Object initial) {
    this.initial = initial instanceof Map<?, ?> map ? map : Map.of();
  }

  @Override
  public boolean understands(Call call) {
    if (!call.f().equals("txn") || !(txn(call) instanceof List<?> steps)) {
      return false;
    }
    return steps.stream()
        .allMatch(
            step ->
                step instanceof List<?> list
                    && list.size() == 3
                    && list.get(1) != null
                    && (is(list, READS) || is(list, WRITES) || is(list, Set.of("append"))));
  }

  @Override
  public boolean onlyLooks(Call call) {
    return steps(call).stream().allMatch(step -> is(step, READS));
  }

  @Override
  public boolean hasElements() {
    return true;
  }

  @Override
  public @Nullable Call restrict(Call call, Set<Object> elements) {
    List<List<?>> some = new ArrayList<>();
    for (List<?> step : steps(call)) {
      if (elements.contains(Objects.requireNonNull(step.get(1)))) {
        some.add(step);
      }
    }
    if (some.isEmpty()) {
      return null;
    }
    return call.with(some, call.isOk() ? some : null);
  }

  private static @Nullable Object txn(Call call) {
    return call.isOk() && call.result() != null ? call.result() : call.argument();
  }

  @SuppressWarnings("unchecked")
  private static List<List<?>> steps(Call call) {
    return (List<List<?>>) Objects.requireNonNull(txn(call));
  }

  private static boolean is(List<?> step, Set<String> names) {
    return step.get(0) instanceof Keyword keyword && names.contains(keyword.name());
  }

  @Override
  public Machine machine() {
    return new Registers(new HashMap<>(initial));
  }

  private static final class Registers extends StateMachine {
    private final Map<Object, Object> values;

    Registers(Map<Object, Object> values) {
      this.values = values;
    }

    @Override
    public boolean apply(Call call) {
      for (List<?> step : steps(call)) {
        Object key = Objects.requireNonNull(step.get(1));
        @Nullable Object value = step.get(2);
        if (is(step, READS)) {
          if (call.isOk() && !Objects.equals(values.get(key), value)) {
            return false;
          }
        } else if (is(step, WRITES)) {
          values.compute(key, (k, old) -> value);
        } else {
          List<@Nullable Object> list = new ArrayList<>();
          if (values.get(key) instanceof List<?> old) {
            list.addAll(old);
          }
          list.add(value);
          values.put(key, list);
        }
      }
      return true;
    }

    @Override
    public Machine copy() {
      return new Registers(new HashMap<>(values));
    }

    @Override
    Object state() {
      return values;
    }
  }
}
