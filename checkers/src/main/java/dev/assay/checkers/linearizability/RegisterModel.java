package dev.assay.checkers.linearizability;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.CheckOptions.FailedCas;
import dev.assay.histories.EventType;
import dev.assay.histories.Symbol;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One cell: {@code read} returns it, {@code write v} sets it, {@code cas [a b]} sets it to {@code
 * b} if it is {@code a}. Nil is a value like any other.
 */
public final class RegisterModel implements Model {
  private final String name;
  private final Cell initial;
  private final boolean hasCas;
  private final boolean isFailureSeen;
  private final boolean isNilAValue;

  /** The state: what the register holds. */
  record Cell(@Nullable Object value) {}

  private static final Symbol OTHER = new Symbol("some-other-value");

  /** A value that no operation knows. */
  private static final Cell SOMETHING_ELSE = new Cell(new Object());

  private RegisterModel(String name, boolean hasCas, CheckOptions options) {
    this.name = name;
    this.hasCas = hasCas;
    initial = new Cell(options.initial());
    isFailureSeen = hasCas && options.failedCas() == FailedCas.OBSERVED;
    isNilAValue = options.isNilAValue();
  }

  private RegisterModel(RegisterModel other, Cell initial) {
    name = other.name;
    hasCas = other.hasCas;
    isFailureSeen = other.isFailureSeen;
    isNilAValue = other.isNilAValue;
    this.initial = initial;
  }

  @Override
  public RegisterModel startingWith(Object state) {
    return new RegisterModel(this, (Cell) state);
  }

  /** Reads and writes only. */
  public static RegisterModel register(CheckOptions options) {
    return new RegisterModel("register", false, options);
  }

  /** Reads, writes and compare-and-sets. */
  public static RegisterModel casRegister(CheckOptions options) {
    return new RegisterModel("cas-register", true, options);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Object initial() {
    return initial;
  }

  @Override
  public @Nullable String complaint(Action action) {
    return switch (action.f()) {
      case "read", "write" -> null;
      case "cas" -> {
        if (!hasCas) {
          yield "a register has read and write, not cas: check it as cas-register";
        }
        yield action.input() instanceof List<?> pair && pair.size() == 2
            ? null
            : "expected cas [old new], found cas " + action.input();
      }
      default -> "expected read, write" + (hasCas ? " or cas" : "") + ", found " + action.f();
    };
  }

  @Override
  public @Nullable Object step(Object state, Action action) {
    @Nullable Object value = ((Cell) state).value();
    return switch (action.f()) {
      case "read" -> !tells(action) || Objects.equals(value, action.result()) ? state : null;
      case "write" -> new Cell(action.input());
      default -> {
        boolean matches = Objects.equals(value, from(action));
        if (observesFailure(action)) {
          yield matches ? null : state;
        }
        yield matches ? new Cell(to(action)) : null;
      }
    };
  }

  @Override
  public boolean observesFailure(Action action) {
    return isFailureSeen && action.outcome() == EventType.FAIL && action.f().equals("cas");
  }

  @Override
  public boolean isReadOnly(Action action) {
    return action.f().equals("read") || observesFailure(action);
  }

  @Override
  public boolean overwrites(Action action) {
    return action.f().equals("write");
  }

  @Override
  public @Nullable Object makes(Action action) {
    return switch (action.f()) {
      case "write" -> new Cell(action.input());
      case "cas" -> observesFailure(action) ? null : new Cell(to(action));
      default -> null;
    };
  }

  @Override
  public Object sees(Action action) {
    return switch (action.f()) {
      case "write" -> NOTHING;
      case "cas" -> observesFailure(action) ? ANYTHING : new Cell(from(action));
      default -> tells(action) ? new Cell(action.result()) : NOTHING;
    };
  }

  /** The values that some action must find, and one that none knows. */
  @Override
  public List<Object> startStates(Collection<Action> actions) {
    Set<Object> states = new LinkedHashSet<>();
    states.add(SOMETHING_ELSE);
    for (Action action : actions) {
      if (sees(action) instanceof Cell cell) {
        states.add(cell);
      }
    }
    return List.copyOf(states);
  }

  @Override
  public List<@Nullable Object> legalResults(Object state, Action action) {
    return action.f().equals("read")
        ? Collections.singletonList(((Cell) state).value())
        : List.of();
  }

  @Override
  public @Nullable Object show(Object state) {
    return state.equals(SOMETHING_ELSE) ? OTHER : ((Cell) state).value();
  }

  /** Whether a read of nil says that the register held nil. */
  boolean isNilAValue() {
    return isNilAValue;
  }

  /** Whether a read says what the register held. */
  private boolean tells(Action read) {
    return read.isOk() && (isNilAValue || read.result() != null);
  }

  static @Nullable Object from(Action cas) {
    return pair(cas).get(0);
  }

  static @Nullable Object to(Action cas) {
    return pair(cas).get(1);
  }

  private static List<?> pair(Action cas) {
    return (List<?>) Objects.requireNonNull(cas.input());
  }
}
