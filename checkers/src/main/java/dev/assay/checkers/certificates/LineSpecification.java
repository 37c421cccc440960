package dev.assay.checkers.certificates;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Elements in a line. A queue is entered at the back and left at the front, a stack entered and
 * left at the front; a deque's operations end with the end that they mean.
 */
final class LineSpecification extends ElementSpecification {
  private final String enter;
  private final String leave;
  private final String look;

  LineSpecification(String enter, String leave, String look) {
    this.enter = enter;
    this.leave = leave;
    this.look = look;
  }

  @Override
  public boolean understands(Call call) {
    if (isEnter(call)) {
      return !isNothing(call.input());
    }
    return is(call, leave) || is(call, look);
  }

  @Override
  public boolean onlyLooks(Call call) {
    return is(call, look) || (is(call, leave) && call.isOk() && isNothing(call.result()));
  }

  @Override
  @Nullable Object element(Call call) {
    if (isEnter(call)) {
      return call.input();
    }
    return call.isOk() && !isNothing(call.result()) ? call.result() : null;
  }

  private boolean isEnter(Call call) {
    return is(call, enter);
  }

  private static boolean is(Call call, String f) {
    return f.endsWith("-")
        ? call.f().equals(f + "front") || call.f().equals(f + "back")
        : call.f().equals(f);
  }

  private static boolean isAtBack(String f) {
    return f.equals("enqueue") || f.endsWith("-back");
  }

  @Override
  public Machine machine() {
    return new Line(new ArrayDeque<>());
  }

  private final class Line extends StateMachine {
    private final Deque<Object> elements;

    Line(Deque<Object> elements) {
      this.elements = elements;
    }

    @Override
    public boolean apply(Call call) {
      boolean isBack = isAtBack(call.f());
      if (isEnter(call)) {
        Object element = Objects.requireNonNull(call.input());
        if (isBack) {
          elements.addLast(element);
        } else {
          elements.addFirst(element);
        }
        return true;
      }
      Object there = isBack ? elements.peekLast() : elements.peekFirst();
      if (call.isOk()
          && !(there == null ? isNothing(call.result()) : there.equals(call.result()))) {
        return false;
      }
      if (there != null && is(call, leave)) {
        Object left = isBack ? elements.removeLast() : elements.removeFirst();
        return left.equals(there);
      }
      return true;
    }

    @Override
    public Machine copy() {
      return new Line(new ArrayDeque<>(elements));
    }

    @Override
    Object state() {
      return new ArrayList<>(elements);
    }
  }
}
