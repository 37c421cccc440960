package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.LinearizationOrder;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replays orders that promise less than linearizability: linear in the history.
 *
 * <p>Sequential consistency (Lamport 1979) asks for one order of the operations on all objects that
 * keeps the order of each process. Quiescent consistency (Aspnes, Herlihy and Shavit 1994) asks for
 * an order on each object that keeps apart what a moment without open operations on it keeps apart.
 */
final class WeakOrderReplay {
  private final History history;
  private final Specification specification;
  private final BitSet placed;
  private final Map<Optional<Object>, Machine> machines = new HashMap<>();

  private WeakOrderReplay(History history, Specification specification) {
    this.history = history;
    this.specification = specification;
    placed = new BitSet(history.size());
  }

  static Verification sequential(
      History history, List<Integer> order, Specification specification) {
    WeakOrderReplay replay = new WeakOrderReplay(history, specification);
    Map<Integer, Integer> latestOfProcess = new HashMap<>();
    for (int invocation : order) {
      String wrong = replay.apply(invocation);
      if (wrong != null) {
        return Verification.reject(wrong);
      }
      Integer latest = latestOfProcess.put(history.process(invocation), invocation);
      if (latest != null && latest > invocation) {
        return Verification.reject(
            "operation " + invocation + " comes after a later one of its process");
      }
    }
    return replay.allPlaced();
  }

  static Verification quiescent(
      History history, List<LinearizationOrder> orders, Specification specification) {
    WeakOrderReplay replay = new WeakOrderReplay(history, specification);
    int[] blocks = replay.blocks();
    Set<Optional<Object>> explained = new HashSet<>();
    for (LinearizationOrder order : orders) {
      if (!explained.add(Optional.ofNullable(order.key()))) {
        return Verification.reject("there are two orders of the object " + order.key());
      }
      int latest = 0;
      for (int invocation : order.order()) {
        String wrong = replay.apply(invocation);
        if (wrong != null) {
          return Verification.reject(wrong);
        }
        if (!Optional.ofNullable(history.key(invocation))
            .equals(Optional.ofNullable(order.key()))) {
          return Verification.reject("operation " + invocation + " is on another object");
        }
        if (blocks[invocation] < latest) {
          return Verification.reject(
              "operation " + invocation + " was over before a quiet moment that another follows");
        }
        latest = blocks[invocation];
      }
    }
    return replay.allPlaced();
  }

  /** How many quiet moments of its object precede each invocation. */
  private int[] blocks() {
    int[] blocks = new int[history.size()];
    Map<Optional<Object>, int[]> openAndQuiet = new HashMap<>();
    for (int event = 0; event < blocks.length; event++) {
      boolean isInvocation = history.isClientInvocation(event);
      int invocation = isInvocation ? event : history.pair(event);
      if (!history.isClient(event) || invocation == History.NONE) {
        continue;
      }
      int[] counts =
          openAndQuiet.computeIfAbsent(
              Optional.ofNullable(history.key(invocation)), key -> new int[2]);
      if (isInvocation) {
        blocks[event] = counts[1];
        counts[0]++;
      } else if (history.type(event) != EventType.INFO) {
        counts[0]--;
        counts[1] += counts[0] == 0 ? 1 : 0;
      }
    }
    return blocks;
  }

  /** What is wrong with an operation as the next of its object; null when nothing is. */
  private @Nullable String apply(int invocation) {
    if (invocation < 0 || invocation >= history.size() || !history.isClientInvocation(invocation)) {
      return "event " + invocation + " invokes nothing";
    }
    Call call = Call.until(history, invocation, history.size());
    if (!specification.understands(call)) {
      return "operation " + invocation + " is none of the model";
    }
    if (placed.get(invocation)) {
      return "operation " + invocation + " takes effect twice";
    }
    placed.set(invocation);
    if (call.isFail() && !specification.counts(call)) {
      return "operation " + invocation + " failed and takes effect";
    }
    Machine machine =
        machines.computeIfAbsent(
            Optional.ofNullable(history.key(invocation)), key -> specification.machine());
    return machine.apply(call)
        ? null
        : "operation " + invocation + " is illegal where it is placed";
  }

  private Verification allPlaced() {
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event) && !placed.get(event)) {
        Call call = Call.until(history, event, history.size());
        if (call.outcome() == EventType.OK || (call.isFail() && specification.counts(call))) {
          return Verification.reject("operation " + event + " is missing in the order");
        }
      }
    }
    return Verification.accept("an order of " + placed.cardinality() + " operations");
  }
}
