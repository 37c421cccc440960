package dev.assay.checkers.certificates;

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
