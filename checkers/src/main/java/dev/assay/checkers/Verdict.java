package dev.assay.checkers;

import dev.assay.checkers.certificates.Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a checker says of a history, each answer with its evidence. */
public sealed interface Verdict {
  /** The claim holds on this history; one certificate an object (key). */
  record Valid(List<Certificate> certificates, CheckSummary summary) implements Verdict {}

  /** The claim is violated; at least one anomaly, the root one first. */
  record Invalid(List<Anomaly> anomalies, CheckSummary summary) implements Verdict {

    /**
     * Those to show first: so many of each name and so many in all, the root one first. A hundred
     * of one name would hide the only one of another.
     */
    public List<Anomaly> examples(int eachMax, int max) {
      Map<String, Integer> taken = new HashMap<>();
      return anomalies.stream()
          .filter(anomaly -> taken.merge(anomaly.name(), 1, Integer::sum) <= eachMax)
          .limit(max)
          .toList();
    }
  }

  /** Undecided, for the reason given: a sentence that says what ran out and what to change. */
  record Unknown(String reason, CheckSummary summary) implements Verdict {}

  CheckSummary summary();

  /** The name in results and on the terminal: {@code valid}, {@code invalid}, {@code unknown}. */
  default String label() {
    return switch (this) {
      case Valid v -> "valid";
      case Invalid i -> "invalid";
      case Unknown u -> "unknown";
    };
  }
}
