package dev.assay.checkers.linearizability;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Linearizability as it is defined: is there an order? Tries all. For one object and few
 * operations, the oracle of everything faster.
 */
final class BruteForce {
  private final History history;
  private final Model model;
  private final List<Integer> operations = new ArrayList<>();

  private BruteForce(History history, Model model) {
    this.history = history;
    this.model = model;
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event) && takesPart(event)) {
        operations.add(event);
      }
    }
  }

  static boolean isLinearizable(History history, Model model) {
    BruteForce search = new BruteForce(history, model);
    return search.canFinish(new boolean[search.operations.size()], model.initial());
  }

  /** Whether the order has every operation that it must and may have, in time, with its result. */
  static boolean isLegalOrder(History history, Model model, List<Integer> order) {
    BruteForce search = new BruteForce(history, model);
    Object state = model.initial();
    for (int i = 0; i < order.size(); i++) {
      int event = order.get(i);
      if (!search.operations.contains(event) || order.indexOf(event) != i) {
        return false;
      }
      for (int later : order.subList(i + 1, order.size())) {
        if (search.operations.contains(later) && search.returned(later) < event) {
          return false;
        }
      }
      Object after = model.step(state, search.action(event));
      if (after == null) {
        return false;
      }
      state = after;
    }
    return search.operations.stream()
        .allMatch(op -> search.returned(op) == Integer.MAX_VALUE || order.contains(op));
  }

  private boolean takesPart(int event) {
    return history.outcome(event) != EventType.FAIL || model.observesFailure(action(event));
  }

  private boolean canFinish(boolean[] done, Object state) {
    int firstReturn = Integer.MAX_VALUE;
    for (int i = 0; i < done.length; i++) {
      firstReturn = done[i] ? firstReturn : Math.min(firstReturn, returned(operations.get(i)));
    }
    if (firstReturn == Integer.MAX_VALUE) {
      return true;
    }
    for (int i = 0; i < done.length; i++) {
      int event = operations.get(i);
      if (done[i] || event > firstReturn) {
        continue;
      }
      @Nullable Object after = model.step(state, action(event));
      if (after != null) {
        done[i] = true;
        if (canFinish(done, after)) {
          return true;
        }
        done[i] = false;
      }
    }
    return false;
  }

  private int returned(int event) {
    return history.outcome(event) == EventType.INFO ? Integer.MAX_VALUE : history.pair(event);
  }

  private Action action(int event) {
    EventType outcome = history.outcome(event);
    Object result = outcome == EventType.OK ? history.value(history.pair(event)) : null;
    return new Action(history.f(event), history.value(event), result, outcome);
  }
}
