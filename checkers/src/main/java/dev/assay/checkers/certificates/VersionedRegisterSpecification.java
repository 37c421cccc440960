package dev.assay.checkers.certificates;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A register and a number that goes up with each change: by one, or by any amount when others count
 * with it. Then after a change that told no number only the least that it can be is known.
 */
final class VersionedRegisterSpecification implements Specification {
  private final Optional<Object> initial;
  private final boolean isShared;

  /**
   * @param number at least, or exactly
   */
  private record Cell(long number, boolean isSure, Optional<Object> value) {}

  VersionedRegisterSpecification(@Nullable Object initial, boolean isShared) {
    this.initial = Optional.ofNullable(initial);
    this.isShared = isShared;
  }

  @Override
  public Object initial() {
    return new Cell(0, true, initial);
  }

  @Override
  public boolean understands(Call call) {
    if (call.f().equals("read") && told(call) == null) {
      return call.result() == null;
    }
    if (!(told(call) instanceof List<?> pair)
        || pair.size() != 2
        || !Integers.isOneOrNil(pair.get(0))) {
      return false;
    }
    return switch (call.f()) {
      case "read", "write" -> true;
      case "cas" -> pair.get(1) instanceof List<?> change && change.size() == 2;
      default -> false;
    };
  }

  @Override
  public @Nullable Object after(Object state, Call call) {
    Cell cell = (Cell) state;
    Long number = number(call);
    if (call.f().equals("read")) {
      return read(cell, call, number);
    }
    Object value = Objects.requireNonNull(pair(call)).get(1);
    if (value instanceof List<?> change && call.f().equals("cas")) {
      if (!cell.value.equals(Optional.ofNullable(change.get(0)))) {
        return null;
      }
      value = change.get(1);
    }
    Optional<Object> after = Optional.ofNullable(value);
    if (number == null) {
      return new Cell(cell.number + 1, cell.isSure && !isShared, after);
    }
    boolean isNext = isShared ? number > cell.number : number - 1 == cell.number;
    return isNext ? new Cell(number, true, after) : null;
  }

  private static @Nullable Object read(Cell cell, Call call, @Nullable Long number) {
    List<?> pair = call.isOk() ? pair(call) : null;
    if (pair == null) {
      return cell;
    }
    if (pair.get(1) != null && !cell.value.equals(Optional.of(pair.get(1)))) {
      return null;
    }
    if (number == null) {
      return cell;
    }
    if (cell.isSure) {
      return number == cell.number ? cell : null;
    }
    return number < cell.number ? null : new Cell(number, true, cell.value);
  }

  @Override
  public boolean onlyLooks(Call call) {
    return call.f().equals("read") && (!isShared || number(call) == null);
  }

  /** Changes have growing numbers, and a number has one value. */
  @Override
  public boolean canFollow(Call first, Call second) {
    Long from = number(first);
    Long to = number(second);
    if (from == null || to == null) {
      return true;
    }
    boolean looks = second.f().equals("read");
    if (looks ? from > to : from >= to) {
      return false;
    }
    Object there = afterwards(first);
    Object needed = looks ? afterwards(second) : null;
    boolean isNext = looks ? from.equals(to) : !isShared && to - 1 == from;
    if (second.f().equals("cas")
        && Objects.requireNonNull(pair(second)).get(1) instanceof List<?> c) {
      needed = c.get(0);
    }
    return !isNext || there == null || needed == null || there.equals(needed);
  }

  /** The value after the call; null when it does not tell. */
  private static @Nullable Object afterwards(Call call) {
    Object value = Objects.requireNonNull(pair(call)).get(1);
    return call.f().equals("cas") && value instanceof List<?> change ? change.get(1) : value;
  }

  @Override
  public boolean hasElements() {
    return isShared;
  }

  @Override
  public @Nullable Call restrict(Call call, Set<Object> elements) {
    Long number = number(call);
    boolean stays = number == null || call.f().equals("cas") || elements.contains(number);
    return stays ? call : null;
  }

  private static @Nullable Long number(Call call) {
    List<?> pair = call.isOk() ? pair(call) : null;
    return pair != null && pair.get(0) instanceof Long number ? number : null;
  }

  private static @Nullable List<?> pair(Call call) {
    return told(call) instanceof List<?> pair ? pair : null;
  }

  private static @Nullable Object told(Call call) {
    return call.isOk() && call.result() != null ? call.result() : call.argument();
  }
}
