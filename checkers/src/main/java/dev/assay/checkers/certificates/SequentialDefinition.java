package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** No read has a nil after something else. Proof: one that has. */
final class SequentialDefinition implements InvariantDefinition {
  @Override
  public @Nullable String broken(@Nullable Object key, List<Call> calls) {
    for (Call call : calls) {
      if (hasTrailingNil(call)) {
        return "read " + call.invocation() + " misses a part after it has shown one";
      }
    }
    return null;
  }

  @Override
  public @Nullable String doubt(List<Call> calls, InvariantBreach breach, List<Call> proof) {
    return breach.anomaly().equals("trailing-nil") && hasTrailingNil(proof.get(0))
        ? null
        : "operation " + proof.get(0).invocation() + " has no nil after a value";
  }

  private static boolean hasTrailingNil(Call call) {
    if (!call.isOk() || !call.f().equals("read") || call.result() == null) {
      return false;
    }
    Collection<?> parts = Shapes.collection(call.result());
    if (call.result() instanceof List<?> pair
        && pair.size() == 2
        && pair.get(1) instanceof Collection<?> second) {
      parts = second;
    }
    boolean isShown = false;
    for (Object part : parts) {
      if (part == null && isShown) {
        return true;
      }
      isShown |= part != null;
    }
    return false;
  }
}
