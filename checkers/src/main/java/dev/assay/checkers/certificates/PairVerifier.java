package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.ClashingPair;
import dev.assay.histories.History;
import java.util.Objects;

/** Verifies that of two operations neither can have come after the other; constant time. */
final class PairVerifier {
  private PairVerifier() {}

  static Verification verify(History history, ClashingPair pair, Specification specification) {
    for (int invocation : new int[] {pair.one(), pair.other()}) {
      if (invocation < 0
          || invocation >= history.size()
          || !history.isClientInvocation(invocation)
          || !Objects.equals(history.key(invocation), pair.key())) {
        return Verification.reject("event " + invocation + " is none of the object's operations");
      }
      Call call = call(history, invocation);
      if (!call.isOk() || !specification.understands(call)) {
        return Verification.reject("operation " + invocation + " is none of " + pair.model());
      }
    }
    Call one = call(history, pair.one());
    Call other = call(history, pair.other());
    if (pair.one() == pair.other() || mayFollow(one, other, specification)) {
      return Verification.reject("operation " + pair.other() + " can follow " + pair.one());
    }
    return mayFollow(other, one, specification)
        ? Verification.reject("operation " + pair.one() + " can follow " + pair.other())
        : Verification.accept("two operations that cannot follow each other");
  }

  private static Call call(History history, int invocation) {
    return Call.until(history, invocation, history.size() - 1);
  }

  private static boolean mayFollow(Call first, Call second, Specification specification) {
    return second.returned() > first.invocation() && specification.canFollow(first, second);
  }
}
