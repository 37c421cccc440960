package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.linearizability.Action;
import dev.assay.checkers.linearizability.Model;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A string under one key: {@code get}, {@code put s}, {@code append s}. Initially told, else empty;
 * nil is the empty string. Porcupine's key-value model.
 */
public final class KvModel implements Model {
  private final String initial;

  public KvModel(CheckOptions options) {
    Object told = options.initial();
    if (told != null && !(told instanceof String)) {
      throw new IllegalArgumentException("expected a string as the initial value, got " + told);
    }
    initial = string(told);
  }

  @Override
  public String name() {
    return "kv";
  }

  @Override
  public Object initial() {
    return initial;
  }

  @Override
  public @Nullable String complaint(Action action) {
    return switch (action.f()) {
      case "put", "append" ->
          action.input() instanceof String
              ? null
              : Complaints.badValue(action, action.f() + " of a string");
      case "get" ->
          action.result() == null || action.result() instanceof String
              ? null
              : Complaints.badResult(action, "a string");
      default -> Complaints.unknown(action, "get, put or append");
    };
  }

  @Override
  public @Nullable Object step(Object state, Action action) {
    return switch (action.f()) {
      case "get" -> !action.isOk() || state.equals(string(action.result())) ? state : null;
      case "put" -> string(action.input());
      default -> state + string(action.input());
    };
  }

  @Override
  public boolean isReadOnly(Action action) {
    return action.f().equals("get");
  }

  @Override
  public boolean overwrites(Action action) {
    return action.f().equals("put");
  }

  @Override
  public List<@Nullable Object> legalResults(Object state, Action action) {
    return List.of(action.f().equals("get") ? state : string(action.input()));
  }

  /**
   * Beginnings of what was read that appends can complete, and a string that nothing begins with.
   */
  @Override
  public List<Object> startStates(Collection<Action> actions) {
    Set<String> appended = new LinkedHashSet<>();
    for (Action action : actions) {
      if (action.f().equals("append")) {
        appended.add(string(action.input()));
      }
    }
    Set<Object> states = new LinkedHashSet<>();
    NavigableSet<String> read = read(actions);
    states.add(other(read));
    read.forEach(string -> addBeginnings(string, appended, states));
    return List.copyOf(states);
  }

  /** A string that nothing begins with that was read: only a put makes a difference then. */
  @Override
  public UnaryOperator<Object> representative(Collection<Action> actions) {
    NavigableSet<String> read = read(actions);
    String other = other(read);
    return state -> isBeginning((String) state, read) ? state : other;
  }

  private static NavigableSet<String> read(Collection<Action> actions) {
    NavigableSet<String> read = new TreeSet<>();
    for (Action action : actions) {
      if (action.f().equals("get") && action.isOk()) {
        read.add(string(action.result()));
      }
    }
    return read;
  }

  /** In alphabetical order what begins with a string comes right after it. */
  private static boolean isBeginning(String string, NavigableSet<String> read) {
    String next = read.ceiling(string);
    return next != null && next.startsWith(string);
  }

  private static String other(NavigableSet<String> read) {
    StringBuilder other = new StringBuilder("(a string that nobody reads)");
    while (isBeginning(other.toString(), read)) {
      other.append('!');
    }
    return other.toString();
  }

  private static void addBeginnings(String read, Set<String> appended, Set<Object> states) {
    boolean[] isBeginning = new boolean[read.length() + 1];
    isBeginning[read.length()] = true;
    for (int length = read.length(); length >= 0; length--) {
      if (!isBeginning[length]) {
        continue;
      }
      states.add(read.substring(0, length));
      for (String end : appended) {
        if (end.length() <= length && read.startsWith(end, length - end.length())) {
          isBeginning[length - end.length()] = true;
        }
      }
    }
  }

  /** Nil is the empty string. */
  public static String string(@Nullable Object value) {
    return value instanceof String string ? string : "";
  }
}
