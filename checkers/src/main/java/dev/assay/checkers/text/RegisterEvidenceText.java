package dev.assay.checkers.text;

import dev.assay.checkers.isolation.Evidence;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.Map;

/** The anomalies of registers that need no cycle, each in a sentence. */
final class RegisterEvidenceText {
  private RegisterEvidenceText() {}

  /** Whether the evidence is of registers: its reads show single values. */
  static boolean isOne(History history, Evidence evidence) {
    MicroOps microOps = history.microOps();
    return evidence.microOps().stream()
        .map(ref -> microOps.start(ref.event()) + ref.index())
        .noneMatch(
            mop -> microOps.kind(mop) == MicroOps.APPEND || microOps.value(mop) == MicroOps.LIST);
  }

  /**
   * @param names what the transactions are called, by their invocations
   */
  static String tell(History history, Evidence evidence, Map<Integer, String> names) {
    String key = ValueText.of(evidence.key());
    String value = ValueText.of(evidence.element());
    String first = name(evidence, names, 0);
    String second = evidence.microOps().size() < 2 ? "" : name(evidence, names, 1);
    String read = first + " read " + value + " from " + key;
    return switch (evidence.type()) {
      case GARBAGE_READ -> read + ", but nothing ever wrote that.";
      case G1A -> read + ", but " + second + ", which wrote it, failed.";
      case G1B ->
          read
              + ", but "
              + second
              + " wrote "
              + value(history, evidence, 2)
              + " after that: "
              + first
              + " saw it half done.";
      case FUTURE_READ -> read + " before it wrote that itself.";
      case LOST_UPDATE ->
          first
              + " and "
              + second
              + " both read "
              + value
              + " from "
              + key
              + " and then wrote to it: one of them did not see the update of the other.";
      case INTERNAL ->
          read
              + ", but it had "
              + (isWrite(history, evidence, 1) ? "written " : "read ")
              + value(history, evidence, 1)
              + " itself just before.";
      case OVERLOOKED_WRITE ->
          read + ", but it had written " + value(history, evidence, 1) + " itself before.";
      default -> "These operations cannot all have happened as they are told.";
    };
  }

  private static String name(Evidence evidence, Map<Integer, String> names, int i) {
    return names.getOrDefault(evidence.microOps().get(i).transaction(), "a transaction");
  }

  private static int mop(History history, Evidence evidence, int i) {
    return history.microOps().start(evidence.microOps().get(i).event())
        + evidence.microOps().get(i).index();
  }

  private static boolean isWrite(History history, Evidence evidence, int i) {
    return history.microOps().kind(mop(history, evidence, i)) == MicroOps.WRITE;
  }

  private static String value(History history, Evidence evidence, int i) {
    return ValueText.of(history.values().get(history.microOps().value(mop(history, evidence, i))));
  }
}
