package dev.assay.checkers.text;

import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The anomalies that need no cycle, each in a sentence or two. */
final class EvidenceText {
  private final History history;
  private final Evidence evidence;
  private final Map<Integer, String> names;
  private final String key;
  private final String element;

  private EvidenceText(History history, Evidence evidence, Map<Integer, String> names) {
    this.history = history;
    this.evidence = evidence;
    this.names = names;
    key = ValueText.of(evidence.key());
    element = ValueText.of(evidence.element());
  }

  /**
   * @param names what the transactions are called, by their invocations
   */
  static String tell(History history, Evidence evidence, Map<Integer, String> names) {
    return new EvidenceText(history, evidence, names).tell();
  }

  private String tell() {
    return switch (evidence.type()) {
      case GARBAGE_READ ->
          who(0) + " read " + element + " from " + key + ", but nothing ever appended that.";
      case G1A ->
          who(0)
              + " read "
              + element
              + " from "
              + key
              + ", but "
              + who(1)
              + ", which appended it, failed.";
      case G1B ->
          who(0)
              + " read "
              + key
              + " as it was after "
              + who(1)
              + " had appended "
              + element
              + ", but "
              + who(2)
              + " appended "
              + last(2)
              + " to it as well: "
              + who(0)
              + " saw it half done.";
      case DIRTY_UPDATE ->
          who(0)
              + " read "
              + key
              + " with "
              + element
              + ", appended by "
              + who(1)
              + ", which failed, and after it "
              + last(2)
              + ", appended by "
              + who(2)
              + ", which completed on top of it.";
      case DUPLICATE_ELEMENTS ->
          who(0)
              + " read "
              + key
              + " with "
              + element
              + " more than once, but it was appended only once: "
              + last(0)
              + ".";
      case INCOMPATIBLE_ORDER ->
          evidence.microOps().size() == 3
              ? who(0)
                  + " read "
                  + key
                  + " as "
                  + last(0)
                  + ", but "
                  + who(1)
                  + " appended "
                  + last(1)
                  + " before "
                  + last(2)
                  + "."
              : who(0)
                  + " read "
                  + key
                  + " as "
                  + last(0)
                  + " and "
                  + who(1)
                  + " read it as "
                  + last(1)
                  + ": lists only grow, so one would have to be the beginning of the other.";
      case FUTURE_READ ->
          who(0) + " read " + element + " from " + key + " before it appended that itself.";
      case LOST_UPDATE ->
          who(0)
              + " and "
              + who(1)
              + " both read "
              + key
              + " as "
              + last(0)
              + " and then appended to it: one of them did not see the update of the other.";
      case INTERNAL ->
          who(0)
              + " read "
              + key
              + " as "
              + last(0)
              + ", which is not what its own "
              + (isRead(1) ? "read of " : "append of ")
              + last(1)
              + " before makes of it.";
      default -> "These operations cannot all have happened as they are told.";
    };
  }

  private String who(int i) {
    return names.getOrDefault(evidence.microOps().get(i).transaction(), "a transaction");
  }

  /** The last part of a micro-operation: what it appended or read. */
  private String last(int i) {
    List<?> parts = parts(i);
    Object value = parts.size() < 3 ? null : parts.get(2);
    return value == null && isRead(i) ? "[]" : ValueText.of(value);
  }

  private boolean isRead(int i) {
    return parts(i).get(0) instanceof Keyword name && name.name().equals("r");
  }

  private List<?> parts(int i) {
    MicroOpRef ref = evidence.microOps().get(i);
    @Nullable Object transaction = history.value(ref.event());
    return transaction instanceof List<?> mops && mops.get(ref.index()) instanceof List<?> parts
        ? parts
        : List.of("", "", "");
  }
}
