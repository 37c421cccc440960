package dev.assay.checkers.text;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.certificates.Certificate.ConflictingOperations;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Evidence;
import java.util.Map;

/**
 * The anomalies of sets that only grow, and of counters, that need no cycle: in a sentence each.
 */
final class SetEvidenceText {
  private SetEvidenceText() {}

  /** Whether the evidence is of sets or counters. */
  static boolean isOne(Anomaly anomaly) {
    return anomaly.certificate() instanceof ConflictingOperations shown
        && (shown.workload().equals("set-add") || shown.workload().equals("counter-inc"));
  }

  /**
   * @param names what the transactions are called, by their invocations
   */
  static String tell(Evidence evidence, Map<Integer, String> names) {
    String key = ValueText.of(evidence.key());
    String element = ValueText.of(evidence.element());
    String first = name(evidence, names, 0);
    String second = evidence.microOps().size() < 2 ? "" : name(evidence, names, 1);
    String read = first + " read " + key + " with " + element;
    return switch (evidence.type()) {
      case GARBAGE_READ ->
          evidence.element() == null
              ? first + " read a value of " + key + " that no increments add up to."
              : read + ", but nothing ever added that.";
      case DUPLICATE_ELEMENTS -> read + " more than once.";
      case G1A -> read + ", but " + second + ", which added it, failed.";
      case FUTURE_READ -> read + " before it added that itself.";
      case G1B ->
          read
              + ", which "
              + second
              + " added, but without what that added to it later: "
              + first
              + " saw it half done.";
      case INTERNAL ->
          first
              + " read "
              + key
              + ", and that is not what its own earlier read or add of it makes of it.";
      case G_SINGLE_ITEM_PROCESS, G_SINGLE_ITEM_REALTIME ->
          second.isEmpty()
              ? first
                  + " read a value of "
                  + key
                  + " that nothing adds up to with all increments in it that "
                  + (evidence.type() == AnomalyType.G_SINGLE_ITEM_REALTIME
                      ? "had completed before: it missed one."
                      : "its process had done before: it missed one.")
              : first
                  + " read less of "
                  + key
                  + " than "
                  + second
                  + " before it, and nothing is ever taken away: it missed what that had seen.";
      case G1C_REALTIME ->
          first
              + " read a value of "
              + key
              + " that only increments which were invoked after it had completed make up.";
      default -> "These operations cannot all have happened as they are told.";
    };
  }

  private static String name(Evidence evidence, Map<Integer, String> names, int i) {
    return names.getOrDefault(evidence.microOps().get(i).transaction(), "a transaction");
  }
}
