package dev.assay.checkers.invariants;

import dev.assay.checkers.invariants.InvariantExplanation.RevivedElement;
import dev.assay.checkers.invariants.InvariantExplanation.UnexpectedElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells of elements that are seen although they cannot be there. */
record SeenElements(Part part, Adds adds, Findings findings) {
  /** The number of the element, or {@link ElementIndex#NONE} when it cannot be there. */
  int see(@Nullable Object element, int seenAt) {
    findings.step();
    int number = adds.find(element);
    int seenBy = part.history().pair(seenAt);
    if (number == ElementIndex.NONE || adds.invoked(number) > seenAt) {
      Integer later = number == ElementIndex.NONE ? null : adds.invoked(number);
      List<Integer> proof = List.of(seenBy);
      UnexpectedElement why = new UnexpectedElement(element, seenBy, later);
      findings.anomaly("unexpected", part.key(), Lists.of(element), proof, why);
      return ElementIndex.NONE;
    }
    if (!adds.mayBeThere(number)) {
      int failed = adds.invoked(number);
      RevivedElement why = new RevivedElement(element, failed, seenBy);
      findings.anomaly("revived", part.key(), Lists.of(element), List.of(failed, seenBy), why);
      return ElementIndex.NONE;
    }
    return number;
  }
}
