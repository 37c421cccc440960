package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of a key's inserts at most one succeeds. The key is the history's, or the first of the value's
 * pair where the history has none. Proof: two that succeeded.
 */
final class AdyaG2Definition implements InvariantDefinition {
  @Override
  public @Nullable String broken(@Nullable Object key, List<Call> calls) {
    Set<@Nullable Object> keys = new HashSet<>();
    for (Call call : calls) {
      if (isInsert(call) && !keys.add(key != null ? key : first(call))) {
        return "two inserts of the same key succeeded";
      }
    }
    return null;
  }

  @Override
  public @Nullable String doubt(List<Call> calls, InvariantBreach breach, List<Call> proof) {
    boolean isProof =
        breach.anomaly().equals("G2")
            && proof.get(0).invocation() != proof.get(1).invocation()
            && isInsert(proof.get(0))
            && isInsert(proof.get(1))
            && (breach.key() != null || Objects.equals(first(proof.get(0)), first(proof.get(1))));
    return isProof ? null : "these are no two inserts of the same key that succeeded";
  }

  private static boolean isInsert(Call call) {
    return call.isOk() && call.f().equals("insert");
  }

  private static @Nullable Object first(Call call) {
    return Shapes.list(call.argument()).get(0);
  }
}
