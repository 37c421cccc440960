package dev.assay.checkers.certificates;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Entries that are only ever added, each at the next offset. */
final class LogSpecification extends MachineSpecification {
  @Override
  public boolean understands(Call call) {
    return switch (call.f()) {
      case "append" -> call.argument() != null && Integers.isOneOrNil(call.result());
      case "read" -> call.argument() instanceof Long offset && offset >= 0;
      case "size" -> Integers.isOneOrNil(call.result());
      default -> false;
    };
  }

  @Override
  public boolean onlyLooks(Call call) {
    return !call.f().equals("append");
  }

  /** Entries are only added: what was there stays, and what is added is not there yet. */
  @Override
  public boolean canFollow(Call first, Call second) {
    boolean isSameOffset = told(first) != null && Objects.equals(told(first), told(second));
    return reached(first) <= limit(second)
        && !(isSameOffset
            && second.f().equals("read")
            && !Objects.equals(entry(first), entry(second)));
  }

  /** How many entries there are at least after the call. */
  private static long reached(Call call) {
    Long offset = told(call);
    return offset == null
        ? call.f().equals("size") ? Integers.or(call.result(), 0) : 0
        : offset + 1;
  }

  /** How many there are at most before it. */
  private static long limit(Call call) {
    return switch (call.f()) {
      case "read" -> call.result() == null ? offset(call) : Long.MAX_VALUE;
      default -> Integers.or(call.result(), Long.MAX_VALUE);
    };
  }

  /** The offset of the entry that the call appended or read, as far as it tells. */
  private static @Nullable Long told(Call call) {
    return switch (call.f()) {
      case "append" -> call.result() instanceof Long offset ? offset : null;
      case "read" -> call.result() == null ? null : (Long) offset(call);
      default -> null;
    };
  }

  private static @Nullable Object entry(Call call) {
    return call.f().equals("append") ? call.argument() : call.result();
  }

  private static long offset(Call read) {
    return Integers.or(read.argument(), 0);
  }

  @Override
  public Machine machine() {
    return new Entries(new ArrayList<>());
  }

  private static final class Entries extends StateMachine {
    private final List<Object> entries;

    Entries(List<Object> entries) {
      this.entries = entries;
    }

    @Override
    public boolean apply(Call call) {
      long size = entries.size();
      return switch (call.f()) {
        case "append" -> {
          entries.add(Objects.requireNonNull(call.argument()));
          yield Integers.or(call.result(), size) == size;
        }
        case "size" -> Integers.or(call.result(), size) == size;
        default -> {
          @Nullable Object there = offset(call) < size ? entries.get((int) offset(call)) : null;
          yield !call.isOk() || Objects.equals(there, call.result());
        }
      };
    }

    @Override
    public Machine copy() {
      return new Entries(new ArrayList<>(entries));
    }

    @Override
    Object state() {
      return entries;
    }
  }
}
