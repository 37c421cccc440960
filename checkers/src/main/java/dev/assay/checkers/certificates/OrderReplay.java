package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.LinearizationOrder;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.BitSet;
import java.util.Objects;

/** Replays an order: linear in the history. */
final class OrderReplay {
  private OrderReplay() {}

  static Verification verify(
      History history, LinearizationOrder certificate, Specification specification) {
    BitSet placed = new BitSet(history.size());
    Machine machine = specification.machine();
    int latestInvocation = -1;
    for (int invocation : certificate.order()) {
      if (!isOfObject(history, invocation, certificate)) {
        return Verification.reject("event " + invocation + " invokes nothing on this object");
      }
      Call call = Call.until(history, invocation, history.size());
      if (!specification.understands(call)) {
        return Verification.reject(
            "operation " + invocation + " is none of " + certificate.model());
      }
      if (placed.get(invocation)) {
        return Verification.reject("operation " + invocation + " takes effect twice");
      }
      placed.set(invocation);
      if (call.isFail() && !specification.counts(call)) {
        return Verification.reject("operation " + invocation + " failed and takes effect");
      }
      if (call.returned() < latestInvocation) {
        return Verification.reject(
            "operation " + invocation + " had returned when an earlier one was invoked");
      }
      latestInvocation = Math.max(latestInvocation, invocation);
      if (!machine.apply(call)) {
        return Verification.reject("operation " + invocation + " is illegal where it is placed");
      }
    }
    return allPlaced(history, certificate, specification, placed);
  }

  private static Verification allPlaced(
      History history, LinearizationOrder certificate, Specification specification, BitSet placed) {
    for (int event = 0; event < history.size(); event++) {
      if (!isOfObject(history, event, certificate) || placed.get(event)) {
        continue;
      }
      Call call = Call.until(history, event, history.size());
      if (call.outcome() == EventType.OK || (call.isFail() && specification.counts(call))) {
        return Verification.reject("operation " + event + " is missing in the order");
      }
    }
    return Verification.accept("an order of " + placed.cardinality() + " operations");
  }

  private static boolean isOfObject(History history, int event, LinearizationOrder certificate) {
    return event >= 0
        && event < history.size()
        && history.isClientInvocation(event)
        && Objects.equals(history.key(event), certificate.key());
  }
}
