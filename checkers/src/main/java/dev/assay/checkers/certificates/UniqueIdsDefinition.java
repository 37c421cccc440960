package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** No two acknowledged {@code generate}s give the same value. Proof: two that do. */
final class UniqueIdsDefinition implements InvariantDefinition {
  @Override
  public @Nullable String broken(@Nullable Object key, List<Call> calls) {
    Set<@Nullable Object> ids = new HashSet<>();
    for (Call call : calls) {
      if (isGenerate(call) && !ids.add(call.result())) {
        return "operation " + call.invocation() + " generated what another had generated";
      }
    }
    return null;
  }

  @Override
  public @Nullable String doubt(List<Call> calls, InvariantBreach breach, List<Call> proof) {
    boolean isProof =
        breach.anomaly().equals("duplicated")
            && proof.get(0).invocation() != proof.get(1).invocation()
            && isGenerate(proof.get(0))
            && isGenerate(proof.get(1))
            && Objects.equals(proof.get(0).result(), proof.get(1).result());
    return isProof ? null : "these are no two operations that generated the same value";
  }

  private static boolean isGenerate(Call call) {
    return call.isOk() && call.f().equals("generate");
  }
}
