package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.SerialOrder;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.BitSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replays transactions one after the other: every read must show what was appended, or written
 * last, before. Linear in the history and the lists that were read.
 */
final class SerialReplay {
  private static final Set<String> WORKLOADS =
      Set.of("list-append", "rw-register", "set-add", "counter-inc", "closed-predicate");

  private final History history;
  private final String consistency;
  private final ReplayState state;
  private final BitSet placed = new BitSet();
  private final KeptOrder kept;

  private SerialReplay(History history, SerialOrder order) {
    this.history = history;
    consistency = order.consistency();
    kept = new KeptOrder(history, consistency);
    state =
        switch (order.workload()) {
          case "rw-register" -> new RegisterState(history);
          case "set-add" -> new SetState(history);
          case "counter-inc" -> new CounterState(history);
          case "closed-predicate" -> new PredicateState(history);
          default -> new ListState(history);
        };
  }

  static Verification verify(History history, SerialOrder order) {
    if (!WORKLOADS.contains(order.workload())) {
      return Verification.giveUp("there are no rules to replay " + order.workload());
    }
    return new SerialReplay(history, order).verify(order);
  }

  private Verification verify(SerialOrder order) {
    switch (consistency) {
      case "serializable", "strong-session-serializable" -> {}
      case "strict-serializable" -> {
        if (!history.isRealTime()) {
          return Verification.reject("the history tells no real time");
        }
      }
      default -> {
        return Verification.giveUp("there is no rule what orders " + consistency + " keeps");
      }
    }
    for (int invocation : order.order()) {
      String fault = place(invocation);
      if (fault != null) {
        return Verification.reject("transaction " + invocation + " " + fault);
      }
    }
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event)
          && history.outcome(event) == EventType.OK
          && !placed.get(event)) {
        return Verification.reject("transaction " + event + " is missing in the order");
      }
    }
    return Verification.accept(
        "a " + consistency + " order of " + placed.cardinality() + " transactions");
  }

  private @Nullable String place(int invocation) {
    if (invocation < 0 || invocation >= history.size() || !history.isClientInvocation(invocation)) {
      return "is none";
    }
    if (placed.get(invocation)) {
      return "takes effect twice";
    }
    placed.set(invocation);
    EventType outcome = history.outcome(invocation);
    if (outcome == EventType.FAIL) {
      return "failed and takes effect";
    }
    String late = kept.place(invocation);
    if (late != null) {
      return late;
    }
    int event = Told.event(history, invocation);
    String fault = state.read(event, outcome);
    return fault != null ? fault : state.write(event, Integer.MAX_VALUE, 0);
  }
}
