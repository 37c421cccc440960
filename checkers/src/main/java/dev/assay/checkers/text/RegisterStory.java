package dev.assay.checkers.text;

import dev.assay.checkers.linearizability.LinearizabilityExplanation;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The usual ways in which a register goes wrong, each in a sentence or two. */
final class RegisterStory {
  private final History history;
  private final LinearizabilityExplanation explanation;
  private final OperationText words;

  private RegisterStory(History history, LinearizabilityExplanation explanation) {
    this.history = history;
    this.explanation = explanation;
    words = new OperationText(history);
  }

  /** The story, or null when it is none of the usual ones. */
  static @Nullable String tell(History history, LinearizabilityExplanation explanation) {
    return explanation.model().equals("register") || explanation.model().equals("cas-register")
        ? new RegisterStory(history, explanation).tell()
        : null;
  }

  private @Nullable String tell() {
    String usual = usual();
    return usual == null ? eachBeforeTheOther() : usual;
  }

  /** Two values, each written once, of which each was there before the other. */
  private @Nullable String eachBeforeTheOther() {
    for (int one : explanation.operations()) {
      for (int other : explanation.operations()) {
        if (isBefore(one, other) && isWrittenOnce(one) && isWrittenOnce(other)) {
          String back = before(left(other), left(one));
          if (back != null) {
            return before(one, other) + ". But " + back + "; and each was written once.";
          }
        }
      }
    }
    return null;
  }

  /** That one value was there before another; null when nothing shows it. */
  private @Nullable String before(@Nullable Object value, @Nullable Object later) {
    for (int one : explanation.operations()) {
      for (int other : explanation.operations()) {
        if (isBefore(one, other)
            && Objects.equals(left(one), value)
            && Objects.equals(left(other), later)) {
          return before(one, other);
        }
      }
    }
    return null;
  }

  private String before(int one, int other) {
    return words.what(one)
        + " by "
        + words.who(one)
        + " had completed "
        + words.when(history.pair(one))
        + " when "
        + words.what(other)
        + " by "
        + words.who(other)
        + " began "
        + words.when(other)
        + ", so "
        + ValueText.of(left(one))
        + " was there before "
        + ValueText.of(left(other));
  }

  /** Whether one read or write was over, as far as the window tells, before another began. */
  private boolean isBefore(int one, int other) {
    boolean isTold =
        isOk(one) && history.pair(one) < other && !Objects.equals(left(one), left(other));
    boolean isKnown = isOk(other) && history.pair(other) <= history.pair(explanation.blocked());
    return isTold && isShown(one) && (isKnown ? isShown(other) : history.f(other).equals("write"));
  }

  private boolean isShown(int op) {
    return history.f(op).equals("write") || history.f(op).equals("read");
  }

  private boolean isWrittenOnce(int op) {
    long writers = history.clientInvocations().filter(event -> writes(event, left(op))).count();
    return writers == 1 && !Objects.equals(left(op), explanation.initial());
  }

  private @Nullable String usual() {
    List<Integer> ops = explanation.operations();
    int late = ops.get(ops.size() - 1);
    if (ops.size() == 1 && needs(late) && history.pair(late) != History.NONE) {
      return nobodyWrote(late);
    }
    if (!needs(late) || ops.stream().anyMatch(op -> op != late && leaves(op, needed(late)))) {
      return null;
    }
    for (int i = ops.size() - 2; i >= 0; i--) {
      if (isOk(ops.get(i)) && history.pair(ops.get(i)) < late) {
        return twoInOrder(ops.get(i), late);
      }
    }
    return ops.size() == 2 ? lostUpdate(ops) : null;
  }

  private boolean leaves(int op, @Nullable Object value) {
    return !history.f(op).equals("read") && Objects.equals(left(op), value);
  }

  /** A value that is neither initial nor written by anything that had begun. */
  private String nobodyWrote(int op) {
    String needed = ValueText.of(needed(op));
    String begin = doing(op) + ", but ";
    int writer = writerAfter(history.pair(op), needed(op));
    if (writer >= 0) {
      return begin
          + needed
          + " was written only later: "
          + words.what(writer)
          + " by "
          + words.who(writer)
          + " began "
          + words.when(writer)
          + ".";
    }
    return begin
        + "nothing had written "
        + needed
        + ", and the register was "
        + ValueText.of(explanation.initial())
        + " at first.";
  }

  /** The first is over when the second begins, and the second does not see it. */
  private @Nullable String twoInOrder(int first, int late) {
    if (Objects.equals(needed(late), left(first))) {
      return null;
    }
    if (!explanation.anyInitial() && writerBefore(first, needed(late)) < 0) {
      return nobodyWroteBut(first, late);
    }
    String begin =
        doing(late)
            + ", but "
            + words.what(first)
            + " by "
            + words.who(first)
            + " had completed "
            + words.when(history.pair(first))
            + " and nothing after it wrote "
            + ValueText.of(needed(late))
            + ".";
    String kind =
        isLostUpdate(first, late)
            ? " Both replaced the same " + ValueText.of(needed(late)) + ": one update is lost."
            : " " + origin(late, first);
    return begin + kind + legal(late, first);
  }

  private String nobodyWroteBut(int first, int late) {
    return doing(late)
        + ", but nothing had written "
        + ValueText.of(needed(late))
        + ": the register was "
        + ValueText.of(left(first))
        + " since "
        + words.what(first)
        + " by "
        + words.who(first)
        + " completed "
        + words.when(history.pair(first))
        + ".";
  }

  /** Two compare-and-sets at the same time that cannot both have found the value. */
  private @Nullable String lostUpdate(List<Integer> ops) {
    int one = ops.get(0);
    int other = ops.get(1);
    if (!isLostUpdate(one, other)) {
      return null;
    }
    return words.what(one)
        + " by "
        + words.who(one)
        + " and "
        + words.what(other)
        + " by "
        + words.who(other)
        + " both succeeded, but only one of them can have found "
        + ValueText.of(needed(one))
        + ", which nothing wrote again: one update is lost.";
  }

  private boolean isLostUpdate(int one, int other) {
    return history.f(one).equals("cas")
        && history.f(other).equals("cas")
        && Objects.equals(needed(one), needed(other));
  }

  /** Who had written the old value, and when it was over. */
  private String origin(int late, int first) {
    int writer = writerBefore(first, needed(late));
    if (writer < 0) {
      return "";
    }
    return "That value came from "
        + words.what(writer)
        + " by "
        + words.who(writer)
        + " "
        + words.when(writer)
        + ". ";
  }

  private String legal(int late, int first) {
    return history.f(late).equals("read") && explanation.operations().size() == 2
        ? "Legal would have been " + ValueText.of(left(first)) + "."
        : "";
  }

  /** Such as {@code Process 3 (n2) read 4 at 1.203 s}. */
  private String doing(int op) {
    String who = words.who(op);
    String what =
        history.f(op).equals("read")
            ? "read " + ValueText.of(words.result(op))
            : "succeeded with " + words.what(op);
    return "P" + who.substring(1) + " " + what + " " + words.when(history.pair(op));
  }

  private int writerBefore(int event, @Nullable Object value) {
    for (int e = event - 1; e >= 0; e--) {
      if (writes(e, value)) {
        return e;
      }
    }
    return -1;
  }

  private int writerAfter(int event, @Nullable Object value) {
    for (int e = event + 1; e < history.size(); e++) {
      if (writes(e, value)) {
        return e;
      }
    }
    return -1;
  }

  private boolean writes(int event, @Nullable Object value) {
    return history.isClientInvocation(event)
        && Objects.equals(history.key(event), explanation.key())
        && history.outcome(event) != EventType.FAIL
        && leaves(event, value);
  }

  private boolean isOk(int op) {
    return history.outcome(op) == EventType.OK;
  }

  private boolean needs(int op) {
    return isOk(op) && !history.f(op).equals("write");
  }

  /** The value that a read or compare-and-set must have found. */
  private @Nullable Object needed(int op) {
    return history.f(op).equals("read") ? words.result(op) : part(op, 0);
  }

  /** The value that is there afterwards. */
  private @Nullable Object left(int op) {
    return switch (history.f(op)) {
      case "read" -> words.result(op);
      case "cas" -> part(op, 1);
      default -> input(op);
    };
  }

  private @Nullable Object part(int cas, int index) {
    return input(cas) instanceof List<?> pair && pair.size() == 2 ? pair.get(index) : null;
  }

  private @Nullable Object input(int op) {
    return history.value(op) != null ? history.value(op) : words.result(op);
  }
}
