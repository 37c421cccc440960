package dev.assay.checkers.text;

import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.certificates.KeyPremise;
import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import org.jspecify.annotations.Nullable;

/** Why one transaction comes before another, in half a sentence. */
final class DependencyText {
  private final History history;
  private final OperationText words;

  DependencyText(History history) {
    this.history = history;
    words = new OperationText(history);
  }

  /**
   * The reason of an edge.
   *
   * @param from what the first transaction is called
   * @param to what the second is called
   */
  String because(CycleEdge edge, String from, String to) {
    String key = ValueText.of(edge.key());
    String before = ValueText.of(edge.before());
    String after = ValueText.of(edge.after());
    boolean isRegister = isWrite(edge.first()) || isWrite(edge.second());
    if (edge.kind().equals("wr") && isAdd(edge.first())) {
      return to + " read " + key + " with " + after + ", which " + from + " added";
    }
    if (edge.kind().equals("rw") && isAdd(edge.second())) {
      return from + " read " + key + " without the " + after + " that " + to + " added";
    }
    return switch (edge.kind()) {
      case "ww" ->
          isRegister
              ? registerOverwrite(edge, from, to)
              : to
                  + " appended "
                  + after
                  + " to "
                  + key
                  + " after "
                  + from
                  + " had appended "
                  + before
                  + shown(edge, after);
      case "wr" ->
          to
              + " read "
              + before
              + " from "
              + key
              + ", which "
              + from
              + (isRegister ? " wrote" : " appended");
      case "rw" ->
          isRegister
              ? registerAnti(edge, from, to)
              : from
                  + " read "
                  + key
                  + (edge.before() == null ? " as empty" : " as it was after " + before)
                  + ", without the "
                  + after
                  + " that "
                  + to
                  + " appended";
      case "process" ->
          "process " + history.process(edge.from()) + " had finished it before it began " + to;
      default ->
          from
              + " had completed "
              + words.when(history.pair(edge.from()))
              + ", before "
              + to
              + " was invoked "
              + words.when(edge.to());
    };
  }

  private String registerOverwrite(CycleEdge edge, String from, String to) {
    String key = ValueText.of(edge.key());
    String before = ValueText.of(edge.before());
    return to
        + " wrote "
        + ValueText.of(edge.after())
        + " to "
        + key
        + " after "
        + from
        + " had written "
        + before
        + (edge.witness() == null ? "" : ", which it had read before")
        + premise(edge);
  }

  private String registerAnti(CycleEdge edge, String from, String to) {
    String key = ValueText.of(edge.key());
    String overwritten =
        edge.witness() == null ? "overwrote with " : "had read, too, and overwrote with ";
    return edge.before() == null
        ? from + " read " + key + " as nil, before " + to + " wrote " + ValueText.of(edge.after())
        : from
            + " read "
            + ValueText.of(edge.before())
            + " from "
            + key
            + ", which "
            + to
            + " "
            + overwritten
            + ValueText.of(edge.after())
            + premise(edge);
  }

  /** By which premise one version comes before the other, and where that was applied. */
  private String premise(CycleEdge edge) {
    KeyPremise premise = edge.premise();
    if (premise == null) {
      return "";
    }
    String begin = ", under the premise " + premise.assumption();
    MicroOpRef earlier = premise.earlier();
    MicroOpRef later = premise.later();
    return earlier.transaction() == later.transaction()
        ? begin + " (it had read that before)"
        : switch (premise.assumption()) {
          case "sequential-keys", "linearizable-keys" ->
              begin + " (" + used(earlier) + " before " + used(later) + ")";
          default -> begin;
        };
  }

  /** Such as {@code process 3 wrote 5 at 1.203 s}. */
  private String used(MicroOpRef ref) {
    MicroOps microOps = history.microOps();
    int mop = microOps.start(ref.event()) + ref.index();
    boolean isWrite = microOps.kind(mop) == MicroOps.WRITE;
    return "process "
        + history.process(ref.transaction())
        + (isWrite ? " wrote " : " read ")
        + ValueText.of(history.values().get(microOps.value(mop)))
        + " "
        + words.when(ref.event());
  }

  private boolean isWrite(@Nullable MicroOpRef ref) {
    MicroOps microOps = history.microOps();
    return ref != null
        && microOps.kind(microOps.start(ref.event()) + ref.index()) == MicroOps.WRITE;
  }

  private boolean isAdd(@Nullable MicroOpRef ref) {
    MicroOps microOps = history.microOps();
    return ref != null
        && microOps
            .name(microOps.kind(microOps.start(ref.event()) + ref.index()))
            .matches("add|inc");
  }

  /** How the order of two appends is known. */
  private String shown(CycleEdge edge, String after) {
    MicroOpRef witness = edge.witness();
    if (witness == null) {
      return "";
    }
    String who =
        "process "
            + history.process(witness.transaction())
            + " "
            + words.when(history.pair(witness.transaction()));
    return sees(witness, edge.after())
        ? ", as the read by " + who + " shows"
        : ": no read shows " + after + ", so it came after all that the read by " + who + " shows";
  }

  private boolean sees(MicroOpRef read, @Nullable Object element) {
    MicroOps microOps = history.microOps();
    int mop = microOps.start(read.event()) + read.index();
    int value = history.values().find(element);
    for (int at = microOps.listStart(mop); at < microOps.listEnd(mop); at++) {
      if (microOps.element(at) == value) {
        return true;
      }
    }
    return false;
  }
}
