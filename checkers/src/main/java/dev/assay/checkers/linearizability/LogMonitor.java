package dev.assay.checkers.linearizability;

import dev.assay.checkers.linearizability.models.LogModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides an append-only log whose appends tell their offset; O(n log n).
 *
 * <p>The offset is the rank of an append, the size that of a {@code size}; a read of an entry comes
 * after its append, a read of nothing before it: {@link RankedOrder}. An offset that nobody was
 * told has to be that of a pending append of the value that was read there, and the search decides
 * where more than one fits.
 */
final class LogMonitor implements Monitor {
  @Override
  public String name() {
    return "ranks";
  }

  @Override
  public @Nullable Answer decide(Problem problem) {
    return new Run(problem).decide();
  }

  private static final class Run {
    private static final int NONE = -1;

    private final Problem problem;
    private final int[] appendAt;
    private int size;
    private final Map<Object, Integer> pendingOf = new HashMap<>();
    private boolean isUnclear;

    Run(Problem problem) {
      this.problem = problem;
      appendAt = new int[problem.size() + 1];
      Arrays.fill(appendAt, NONE);
    }

    @Nullable Answer decide() {
      for (int op = 0; op < problem.size(); op++) {
        if (!note(op, problem.action(op))) {
          return no(op);
        }
      }
      RankedOrder told = order();
      if (!told.exists()) {
        return no().with(told.clash());
      }
      for (int op = 0; op < problem.size() && !isUnclear; op++) {
        Action action = problem.action(op);
        if (action.f().equals("read") && action.result() != null && !hasEntry(action)) {
          return no(op);
        }
      }
      for (int offset = 0; offset < size && !isUnclear; offset++) {
        if (appendAt[offset] == NONE) {
          isUnclear = !pendingOf.isEmpty();
          if (!isUnclear) {
            return no();
          }
        }
      }
      return isUnclear ? null : ranked();
    }

    private Answer ranked() {
      RankedOrder order = order();
      return order.exists() ? new Answer.Yes(order.order()) : no().with(order.clash());
    }

    /** All but appends at offsets that nobody was told of. */
    private RankedOrder order() {
      RankedOrder order = new RankedOrder(problem);
      for (int op = 0; op < problem.size(); op++) {
        Action action = problem.action(op);
        switch (action.f()) {
          case "size" -> {
            if (action.result() instanceof Long count) {
              order.put(op, (int) (2 * count));
            } else {
              order.between(op, NONE, RankedOrder.LAST);
            }
          }
          case "read" -> rankRead(op, action, order);
          default -> {}
        }
      }
      for (int offset = 0; offset < size; offset++) {
        if (appendAt[offset] != NONE) {
          order.put(appendAt[offset], 2 * offset + 1);
        }
      }
      return order;
    }

    private void rankRead(int op, Action action, RankedOrder order) {
      long offset = (Long) Objects.requireNonNull(action.argument());
      if (action.result() != null) {
        order.between(op, (int) (2 * offset + 1), RankedOrder.LAST);
      } else {
        order.between(op, NONE, offset < size ? (int) (2 * offset + 1) : RankedOrder.LAST);
      }
    }

    /** False when two appends, or an append and the number of operations, contradict. */
    private boolean note(int op, Action action) {
      if (!action.f().equals("append")) {
        if (action.f().equals("size") && action.result() instanceof Long count) {
          if (count < 0 || count > problem.size()) {
            return false;
          }
          size = Math.max(size, count.intValue());
        }
        return true;
      }
      if (problem.isPending(op)) {
        Object value = Objects.requireNonNull(action.argument());
        isUnclear |= pendingOf.put(value, op) != null;
        return true;
      }
      if (!(action.result() instanceof Long offset)) {
        isUnclear = true;
        return true;
      }
      if (offset < 0 || offset >= problem.size() || appendAt[offset.intValue()] != NONE) {
        return false;
      }
      appendAt[offset.intValue()] = op;
      size = Math.max(size, offset.intValue() + 1);
      return true;
    }

    /** Whether what was read is what was appended there, be it by an append nobody was told of. */
    private boolean hasEntry(Action read) {
      long offset = (Long) Objects.requireNonNull(read.argument());
      if (offset >= problem.size()) {
        return false;
      }
      int at = (int) offset;
      if (appendAt[at] == NONE) {
        Integer pending = pendingOf.remove(read.result());
        appendAt[at] = pending == null ? NONE : pending;
        size = Math.max(size, at + 1);
      }
      return appendAt[at] != NONE
          && Objects.equals(problem.action(appendAt[at]).argument(), read.result());
    }

    private Answer.No no() {
      return Answer.No.until(problem, problem.positions() - 1);
    }

    /** An append or read contradicts the append at the same offset, if there is one. */
    private Answer no(int op) {
      Long offset = LogModel.offset(problem.action(op));
      int append =
          offset != null && offset >= 0 && offset < appendAt.length
              ? appendAt[offset.intValue()]
              : NONE;
      return append == NONE ? no() : no().with(new Pair(append, op));
    }
  }
}
