package dev.assay.checkers.certificates;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.CheckOptions.FailedCas;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One cell with read, write and compare-and-set. The state is the value, empty for nil. */
final class RegisterSpecification implements Specification {
  private final Optional<Object> initial;
  private final boolean failuresCount;
  private final boolean isNilAValue;

  RegisterSpecification(CheckOptions options, boolean failuresCount) {
    initial = Optional.ofNullable(options.initial());
    this.failuresCount = failuresCount && options.failedCas() == FailedCas.OBSERVED;
    isNilAValue = options.isNilAValue();
  }

  @Override
  public Object initial() {
    return initial;
  }

  @Override
  public boolean understands(Call call) {
    return switch (call.f()) {
      case "read", "write" -> true;
      case "cas" -> input(call) instanceof List<?> pair && pair.size() == 2;
      default -> false;
    };
  }

  @Override
  public @Nullable Object after(Object state, Call call) {
    return switch (call.f()) {
      case "read" -> !saw(call) || state.equals(Optional.ofNullable(call.result())) ? state : null;
      case "write" -> written(call);
      default -> {
        boolean isEqual = state.equals(expected(call));
        if (call.isFail()) {
          yield isEqual ? null : state;
        }
        yield isEqual ? replacement(call) : null;
      }
    };
  }

  @Override
  public boolean counts(Call failed) {
    return failuresCount && failed.f().equals("cas");
  }

  @Override
  public boolean onlyLooks(Call call) {
    return call.f().equals("read") || call.isFail();
  }

  @Override
  public boolean isUnnoticed(Call call, Collection<Call> others) {
    Optional<Object> left = call.f().equals("write") ? written(call) : replacement(call);
    for (Call other : others) {
      boolean notices =
          switch (other.f()) {
            case "write" -> false;
            case "read" -> saw(other) && left.equals(Optional.ofNullable(other.result()));
            default -> other.isFail() || left.equals(expected(other));
          };
      if (notices && !other.equals(call)) {
        return false;
      }
    }
    return true;
  }

  /** A cell that holds none of the values that calls need behaves like any other such cell. */
  @Override
  public List<Object> starts(Collection<Call> calls) {
    List<Object> starts = new ArrayList<>();
    starts.add(new Object());
    for (Call call : calls) {
      if (call.f().equals("read") && saw(call)) {
        starts.add(Optional.ofNullable(call.result()));
      } else if (call.f().equals("cas")) {
        starts.add(expected(call));
      }
    }
    return starts;
  }

  private boolean saw(Call read) {
    return read.isOk() && (isNilAValue || read.result() != null);
  }

  private static Optional<Object> written(Call call) {
    return Optional.ofNullable(input(call));
  }

  private static Optional<Object> expected(Call cas) {
    return Optional.ofNullable(pair(cas).get(0));
  }

  private static Optional<Object> replacement(Call cas) {
    return Optional.ofNullable(pair(cas).get(1));
  }

  private static List<?> pair(Call cas) {
    return (List<?>) Objects.requireNonNull(input(cas));
  }

  private static @Nullable Object input(Call call) {
    return call.argument() != null ? call.argument() : call.result();
  }
}
