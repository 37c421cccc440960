package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.CountClash;
import dev.assay.histories.History;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Verifies that of two calls the later one saw a count that never goes down lower. */
final class CountComparison {
  private CountComparison() {}

  static Verification verify(History history, CountClash certificate, Specification specification) {
    for (int invocation : new int[] {certificate.first(), certificate.second()}) {
      if (invocation < 0
          || invocation >= history.size()
          || !history.isClientInvocation(invocation)
          || !Objects.equals(history.key(invocation), certificate.key())
          || !specification.understands(Call.until(history, invocation, history.size()))) {
        return Verification.reject("event " + invocation + " is none of the object's operations");
      }
    }
    Call first = Call.until(history, certificate.first(), history.size());
    Call second = Call.until(history, certificate.second(), history.size());
    if (!first.isOk() || !second.isOk()) {
      return Verification.reject("it is not known that both operations happened");
    }
    if (first.returned() > second.invocation()) {
      return Verification.reject("the first had not returned when the second was invoked");
    }
    @Nullable Long after = specification.countAfter(first);
    @Nullable Long before = specification.countBefore(second);
    if (after == null || before == null || after <= before) {
      return Verification.reject("the second need not have come before the first");
    }
    return Verification.accept("it counted " + after + " and later at most " + before);
  }
}
