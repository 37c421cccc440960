package dev.assay.checkers.certificates;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import dev.assay.checkers.certificates.Certificate.InvariantHolds;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Evaluates the definitions of invariants. Linear in the operations and what they return. */
final class InvariantVerifier {
  private InvariantVerifier() {}

  static Verification verify(History history, InvariantHolds holds, CheckOptions options) {
    InvariantDefinition definition = definition(holds.workload(), options);
    if (definition == null) {
      return noDefinition(holds.workload());
    }
    List<Call> calls = calls(history, holds.key());
    try {
      String broken = definition.broken(holds.key(), calls);
      return broken == null
          ? Verification.accept("the invariant holds for " + calls.size() + " operations")
          : Verification.reject(broken);
    } catch (ClassCastException e) {
      return Verification.reject("a value is not what the workload prescribes");
    }
  }

  static Verification verify(History history, InvariantBreach breach, CheckOptions options) {
    InvariantDefinition definition = definition(breach.workload(), options);
    if (definition == null) {
      return noDefinition(breach.workload());
    }
    List<Call> calls = calls(history, breach.key());
    Map<Integer, Call> byInvocation = new HashMap<>();
    calls.forEach(call -> byInvocation.put(call.invocation(), call));
    List<Call> proof = new ArrayList<>();
    for (int invocation : breach.operations()) {
      Call call = byInvocation.get(invocation);
      if (call == null) {
        return Verification.reject("event " + invocation + " invokes nothing on this object");
      }
      proof.add(call);
    }
    if (proof.isEmpty()) {
      return Verification.reject("no operation is named as proof");
    }
    try {
      String doubt = definition.doubt(calls, breach, proof);
      return doubt == null
          ? Verification.accept(breach.anomaly() + " by " + proof.size() + " operations")
          : Verification.reject(doubt);
    } catch (ClassCastException | IndexOutOfBoundsException e) {
      return Verification.reject("the operations have not the values that such a proof needs");
    }
  }

  private static @Nullable InvariantDefinition definition(String workload, CheckOptions options) {
    return switch (workload) {
      case "bank" -> new BankDefinition(options);
      case "causal-reverse", "comments" -> new CausalReverseDefinition();
      case "counter" -> new CounterDefinition(options, "read");
      case "eventual-counter" -> new EventualCounterDefinition(options);
      case "eventual-register" -> new EventualRegisterDefinition(false);
      case "eventual-set" -> new EventualSetDefinition();
      case "g2" -> new AdyaG2Definition();
      case "long-fork" -> new LongForkDefinition();
      case "monotonic" -> new MonotonicDefinition();
      case "sequential" -> new SequentialDefinition();
      case "set" -> new SetDefinition(true, false);
      case "set-full" -> new SetDefinition(false, options.invariants().linearizable());
      case "siblings" -> new EventualRegisterDefinition(true);
      case "total-queue" -> new TotalQueueDefinition();
      case "unique-ids" -> new UniqueIdsDefinition();
      default -> null;
    };
  }

  private static Verification noDefinition(String workload) {
    return Verification.giveUp("there is no definition of " + workload + " to verify it with");
  }

  private static List<Call> calls(History history, @Nullable Object key) {
    List<Call> calls = new ArrayList<>();
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event) && Objects.equals(history.key(event), key)) {
        calls.add(Call.until(history, event, history.size()));
      }
    }
    return calls;
  }
}
