package dev.assay.checkers.text;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.invariants.InvariantExplanation;
import dev.assay.checkers.invariants.InvariantExplanation.BothInserted;
import dev.assay.checkers.invariants.InvariantExplanation.CausalReverse;
import dev.assay.checkers.invariants.InvariantExplanation.Diverged;
import dev.assay.checkers.invariants.InvariantExplanation.DuplicateId;
import dev.assay.checkers.invariants.InvariantExplanation.DuplicatedElement;
import dev.assay.checkers.invariants.InvariantExplanation.LongFork;
import dev.assay.checkers.invariants.InvariantExplanation.LostElement;
import dev.assay.checkers.invariants.InvariantExplanation.LostMessages;
import dev.assay.checkers.invariants.InvariantExplanation.NegativeValue;
import dev.assay.checkers.invariants.InvariantExplanation.NilBalance;
import dev.assay.checkers.invariants.InvariantExplanation.OffOrder;
import dev.assay.checkers.invariants.InvariantExplanation.OutOfBounds;
import dev.assay.checkers.invariants.InvariantExplanation.Resurrected;
import dev.assay.checkers.invariants.InvariantExplanation.RevivedElement;
import dev.assay.checkers.invariants.InvariantExplanation.StaleElement;
import dev.assay.checkers.invariants.InvariantExplanation.TrailingNil;
import dev.assay.checkers.invariants.InvariantExplanation.UnexpectedElement;
import dev.assay.checkers.invariants.InvariantExplanation.UnexpectedKey;
import dev.assay.checkers.invariants.InvariantExplanation.Vanished;
import dev.assay.checkers.invariants.InvariantExplanation.WrongTotal;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why an invariant is broken: the operations, and a sentence. */
final class InvariantText {
  private static final int OPERATIONS_MAX = 12;

  private final History history;
  private final OperationText words;

  private InvariantText(History history) {
    this.history = history;
    words = new OperationText(history);
  }

  static String render(History history, Anomaly anomaly, InvariantExplanation explanation) {
    InvariantText text = new InvariantText(history);
    return ExplanationText.title(anomaly)
        + "\n"
        + text.operations(explanation.operations())
        + text.sentence(explanation);
  }

  private String operations(List<Integer> operations) {
    List<List<String>> rows = new ArrayList<>();
    for (int op : operations.subList(0, Math.min(operations.size(), OPERATIONS_MAX))) {
      String times = words.time(op) + " – " + words.until(op, history.size());
      rows.add(List.of("process " + history.process(op), words.node(op), words.what(op), times));
    }
    int more = operations.size() - OPERATIONS_MAX;
    return ExplanationText.table(rows) + (more > 0 ? "  and " + more + " more\n" : "");
  }

  private String sentence(InvariantExplanation explanation) {
    return switch (explanation) {
      case WrongTotal e ->
          "The balances that "
              + words.who(e.read())
              + " read add up to "
              + e.total()
              + ", not to "
              + e.expected()
              + (e.reference() == null
                  ? ", the total that was told."
                  : ", as "
                      + words.who(e.reference())
                      + " read; transfers leave the total as it is, so one of the two reads is"
                      + " wrong.");
      case NegativeValue e ->
          "Account " + value(e.account()) + " is overdrawn: its balance is " + e.balance() + ".";
      case NilBalance e -> "Account " + value(e.account()) + " has no balance.";
      case UnexpectedKey e ->
          "There is no account "
              + value(e.account())
              + ": "
              + (e.reference() == null ? "it was not told of" : "the first read has it not")
              + ", and no transfer names it.";
      case LostElement e ->
          known(e.element(), e.known())
              + "; the last read, which began afterwards, has it not: it is lost.";
      case StaleElement e ->
          known(e.element(), e.known())
              + "; a read that began afterwards has it not, though later reads have: it is stale.";
      case UnexpectedElement e ->
          value(e.element())
              + " came out at "
              + returned(e.seenBy())
              + (e.later() == null
                  ? ", but no operation was to put it in."
                  : ", before it was put in at " + words.time(e.later()) + ".");
      case RevivedElement e ->
          value(e.element()) + " came out, but the operation that was to put it in had failed.";
      case DuplicatedElement e -> "The read lists " + value(e.element()) + " more than once.";
      case Diverged e ->
          "Both read at the end, when all had settled, but they differ in "
              + value(e.element())
              + ".";
      case Vanished e ->
          "The "
              + history.f(e.update())
              + " of "
              + value(e.element())
              + " was acknowledged at "
              + returned(e.update())
              + ", and nobody who can have seen it took it away; but the read at the end has it"
              + " not.";
      case Resurrected e ->
          value(e.element())
              + " was there when "
              + words.who(e.by())
              + ", who had seen it, took it away; that was acknowledged at "
              + returned(e.by())
              + ", but the read at the end has it again.";
      case DuplicateId e -> value(e.id()) + " was generated twice.";
      case OutOfBounds e ->
          "The additions that had returned before the read began, with any of those that were"
              + " under way until it returned, give "
              + (e.lower() == e.upper() ? "" + e.lower() : e.lower() + " to " + e.upper())
              + ", never "
              + e.value()
              + ".";
      case LostMessages e -> lost(e);
      case LongFork e ->
          who(e.first())
              + " sees the write of key "
              + value(e.key())
              + " and not that of "
              + value(e.otherKey())
              + "; "
              + words.who(e.second())
              + " sees them the other way round. Each was written once, so in no order of the two"
              + " writes are both reads right.";
      case CausalReverse e ->
          "The read shows "
              + value(e.seen())
              + " without "
              + value(e.missing())
              + ", whose write had returned at "
              + returned(e.earlier())
              + ", before that of "
              + value(e.seen())
              + " began at "
              + words.time(e.later())
              + ".";
      case TrailingNil e ->
          "The read shows "
              + value(e.seen())
              + ", but nothing at position "
              + e.missingAt()
              + ", which was written before it and read after it.";
      case OffOrder e ->
          "Rows "
              + value(e.row())
              + " and "
              + value(e.nextRow())
              + " follow each other, but their "
              + e.field()
              + " says otherwise.";
      case BothInserted e ->
          "Both inserts of key "
              + value(e.key())
              + " succeeded, though each was to insert only if it saw no row of the other: an"
              + " anti-dependency each way.";
    };
  }

  private String known(@Nullable Object element, int known) {
    return value(element) + " was known to be there at " + returned(known);
  }

  private String lost(LostMessages e) {
    String crashed =
        e.crashedDequeues() == 0
            ? ""
            : " (more than the "
                + e.crashedDequeues()
                + " dequeues of unknown outcome can have taken)";
    return "Elements "
        + value(e.elements())
        + " were acknowledged before the queue was found empty at "
        + returned(e.emptied())
        + ", and never came out"
        + crashed
        + ".";
  }

  /** At the beginning of a sentence. */
  private String who(int operation) {
    String who = words.who(operation);
    return Character.toUpperCase(who.charAt(0)) + who.substring(1);
  }

  private String returned(int operation) {
    int completion = history.pair(operation);
    return completion == History.NONE ? "some time" : words.time(completion);
  }

  private static String value(@Nullable Object value) {
    return ValueText.of(value);
  }
}
