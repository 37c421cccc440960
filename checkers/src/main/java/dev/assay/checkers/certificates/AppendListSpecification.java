package dev.assay.checkers.certificates;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A list that grows at its end and is read as a whole. */
final class AppendListSpecification extends MachineSpecification {
  @Override
  public boolean understands(Call call) {
    return switch (call.f()) {
      case "append" -> call.input() != null;
      case "read" -> call.result() == null || call.result() instanceof List<?>;
      default -> false;
    };
  }

  @Override
  public boolean onlyLooks(Call call) {
    return call.f().equals("read");
  }

  @Override
  public boolean hasElements() {
    return true;
  }

  @Override
  public @Nullable Call restrict(Call call, Set<Object> elements) {
    if (call.f().equals("append")) {
      return elements.contains(Objects.requireNonNull(call.input())) ? call : null;
    }
    List<Object> left = new ArrayList<>();
    for (Object element : seen(call)) {
      if (elements.contains(element)) {
        left.add(element);
      }
    }
    return call.with(call.argument(), left);
  }

  private static List<?> seen(Call call) {
    return call.result() instanceof List<?> list ? list : List.of();
  }

  @Override
  public Machine machine() {
    return new Growing(new ArrayList<>());
  }

  private static final class Growing extends StateMachine {
    private final List<Object> elements;

    Growing(List<Object> elements) {
      this.elements = elements;
    }

    @Override
    public boolean apply(Call call) {
      if (call.f().equals("append")) {
        return elements.add(Objects.requireNonNull(call.input()));
      }
      return !call.isOk() || elements.equals(seen(call));
    }

    @Override
    public Machine copy() {
      return new Growing(new ArrayList<>(elements));
    }

    @Override
    Object state() {
      return elements;
    }
  }
}
