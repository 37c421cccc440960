package dev.assay.checkers.certificates;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A string that is replaced, extended and read. */
final class KvSpecification extends MachineSpecification {
  private final String initial;

  KvSpecification(@Nullable Object initial) {
    this.initial = text(initial);
  }

  @Override
  public boolean understands(Call call) {
    return switch (call.f()) {
      case "put", "append" -> call.input() instanceof String;
      case "get" -> call.result() == null || call.result() instanceof String;
      default -> false;
    };
  }

  @Override
  public boolean onlyLooks(Call call) {
    return call.f().equals("get");
  }

  /** Every beginning of what was read, and a string longer than all of them. */
  @Override
  public List<Object> starts(Collection<Call> calls) {
    Set<String> starts = new LinkedHashSet<>();
    starts.add(longer(calls));
    for (String read : reads(calls)) {
      for (int length = 0; length <= read.length(); length++) {
        starts.add(read.substring(0, length));
      }
    }
    return starts.stream().<Object>map(start -> new Text(new StringBuilder(start))).toList();
  }

  /** What no read begins with can never be read again, whatever is appended. */
  @Override
  public UnaryOperator<Object> simplified(Collection<Call> calls) {
    List<String> reads = reads(calls);
    Object lost = new Text(new StringBuilder(longer(calls)));
    return state ->
        reads.stream().anyMatch(read -> read.startsWith(state.toString())) ? state : lost;
  }

  private static List<String> reads(Collection<Call> calls) {
    return calls.stream()
        .filter(call -> call.f().equals("get") && call.isOk())
        .map(call -> text(call.result()))
        .distinct()
        .toList();
  }

  private static String longer(Collection<Call> calls) {
    return "-".repeat(1 + reads(calls).stream().mapToInt(String::length).max().orElse(0));
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }

  @Override
  public Machine machine() {
    return new Text(new StringBuilder(initial));
  }

  private static final class Text extends StateMachine {
    private final StringBuilder text;

    Text(StringBuilder text) {
      this.text = text;
    }

    @Override
    public boolean apply(Call call) {
      switch (call.f()) {
        case "get" -> {
          return !call.isOk() || text(call.result()).contentEquals(text);
        }
        case "put" -> {
          text.setLength(0);
          text.append(text(call.input()));
        }
        default -> text.append(text(call.input()));
      }
      return true;
    }

    @Override
    public Machine copy() {
      return new Text(new StringBuilder(text));
    }

    @Override
    Object state() {
      return text.toString();
    }
  }
}
