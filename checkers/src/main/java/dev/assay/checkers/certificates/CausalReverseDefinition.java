package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who reads a write reads every write that had returned before that one was invoked. An element
 * that was written more than once counts from its first write that did not fail. Proof: the write
 * that is missing, the write that is seen, the read.
 */
final class CausalReverseDefinition implements InvariantDefinition {
  @Override
  public @Nullable String broken(@Nullable Object key, List<Call> calls) {
    Map<@Nullable Object, Integer> begun = begun(calls);
    for (Call read : calls) {
      if (!isRead(read)) {
        continue;
      }
      Set<?> seen = new HashSet<>(Shapes.collection(read.result()));
      int last = -1;
      for (Object element : seen) {
        last = Math.max(last, begun.getOrDefault(element, -1));
      }
      for (Call write : calls) {
        if (isWrite(write) && write.returned() < last && !seen.contains(write.argument())) {
          return "read " + read.invocation() + " misses write " + write.invocation();
        }
      }
    }
    return null;
  }

  @Override
  public @Nullable String doubt(List<Call> calls, InvariantBreach breach, List<Call> proof) {
    Call missing = proof.get(0);
    Call seen = proof.get(1);
    Call read = proof.get(2);
    boolean isProof =
        breach.anomaly().equals("causal-reverse")
            && isWrite(missing)
            && isRead(read)
            && seen.f().equals("write")
            && Objects.equals(begun(calls).get(seen.argument()), seen.invocation())
            && missing.returned() < seen.invocation()
            && Shapes.has(Shapes.collection(read.result()), seen.argument())
            && !Shapes.has(Shapes.collection(read.result()), missing.argument());
    return isProof ? null : "the read is not of a later write without an earlier one";
  }

  /** When the first write of each element that did not fail was invoked. */
  private static Map<@Nullable Object, Integer> begun(List<Call> calls) {
    Map<@Nullable Object, Integer> begun = new HashMap<>();
    for (Call call : calls) {
      if (call.f().equals("write") && !call.isFail()) {
        begun.putIfAbsent(call.argument(), call.invocation());
      }
    }
    return begun;
  }

  private static boolean isWrite(Call call) {
    return call.isOk() && call.f().equals("write");
  }

  private static boolean isRead(Call call) {
    return call.isOk() && call.f().equals("read") && call.result() != null;
  }
}
