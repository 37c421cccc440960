package dev.assay.checkers.invariants;

import dev.assay.checkers.invariants.InvariantExplanation.Diverged;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reads of an object at the end of a run, when faults were gone and replicas had time to
 * settle: operations named {@code final-read}. All must give the same, whichever node they ask.
 *
 * @param completions the {@code ok} completions, ascending
 */
record FinalReads(Part part, List<Integer> completions) {
  static final String F = Invariants.FINAL_READ;

  static FinalReads of(Part part) {
    List<Integer> completions = new ArrayList<>();
    for (int event : part.events()) {
      if (part.isOk(event, F) && part.history().value(event) != null) {
        completions.add(event);
      }
    }
    return new FinalReads(part, completions);
  }

  boolean isEmpty() {
    return completions.isEmpty();
  }

  /** Tells of each read that does not give what the first gives, with an element in which. */
  void requireAgreement(Findings findings) {
    Set<@Nullable Object> first = elements(completions.getFirst());
    for (int completion : completions.subList(1, completions.size())) {
      findings.step();
      Set<@Nullable Object> other = elements(completion);
      if (!first.equals(other)) {
        told(completion, differing(first, other), findings);
      }
    }
  }

  private Set<@Nullable Object> elements(int completion) {
    return new HashSet<>(part.elements(completion));
  }

  private static @Nullable Object differing(
      Set<@Nullable Object> one, Set<@Nullable Object> other) {
    Set<@Nullable Object> more = new HashSet<>(other.containsAll(one) ? other : one);
    more.removeAll(other.containsAll(one) ? one : other);
    return more.iterator().next();
  }

  /** Tells that a read does not agree with the first. */
  void told(int completion, @Nullable Object element, Findings findings) {
    int first = part.history().pair(completions.getFirst());
    int other = part.history().pair(completion);
    findings.anomaly(
        "diverged",
        part.key(),
        Lists.of(element),
        List.of(first, other),
        new Diverged(first, other, element));
  }
}
