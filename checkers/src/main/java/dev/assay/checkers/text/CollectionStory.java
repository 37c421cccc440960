package dev.assay.checkers.text;

import dev.assay.checkers.linearizability.LinearizabilityExplanation;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The usual ways in which queues and the like go wrong, each in a sentence or two. */
final class CollectionStory {
  private static final Keyword EMPTY = new Keyword("empty");

  /** How each collection puts in, and how it takes out. */
  private static final Map<String, List<String>> VERBS =
      Map.of(
          "fifo-queue", List.of("enqueue", "dequeue"),
          "unordered-queue", List.of("enqueue", "dequeue"),
          "stack", List.of("push", "pop"),
          "priority-queue", List.of("insert", "poll"),
          "min-priority-queue", List.of("insert", "poll"));

  private final History history;
  private final LinearizabilityExplanation explanation;
  private final OperationText words;
  private final int lastEvent;
  private final List<Integer> puts = new ArrayList<>();
  private final List<Integer> takes = new ArrayList<>();
  private final List<Integer> empties = new ArrayList<>();

  private CollectionStory(History history, LinearizabilityExplanation explanation) {
    this.history = history;
    this.explanation = explanation;
    words = new OperationText(history);
    lastEvent = history.pair(explanation.blocked());
  }

  /** The story, or null when it is none of the usual ones. */
  static @Nullable String tell(History history, LinearizabilityExplanation explanation) {
    List<String> verbs = VERBS.get(explanation.model());
    return verbs == null || explanation.anyInitial()
        ? null
        : new CollectionStory(history, explanation).tell(verbs);
  }

  /** Only of operations of which all is known. */
  private @Nullable String tell(List<String> verbs) {
    for (int op : explanation.operations()) {
      if (history.f(op).equals(verbs.get(0))) {
        puts.add(op);
      } else if (!isDone(op) || !history.f(op).equals(verbs.get(1))) {
        return null;
      } else if (element(op) == null) {
        empties.add(op);
      } else {
        takes.add(op);
      }
    }
    if (empties.isEmpty()) {
      return puts.size() == 2 ? outOfOrder() : alone();
    }
    return empties.size() == 1 ? notEmpty(empties.get(0)) : null;
  }

  /** Something that was never put in, or taken twice. */
  private @Nullable String alone() {
    if (puts.isEmpty() && takes.size() == 1) {
      int take = takes.get(0);
      return "Nothing had begun to put in "
          + ValueText.of(element(take))
          + " when "
          + deed(take)
          + " completed "
          + completed(take)
          + ".";
    }
    boolean isTwice = puts.size() == 1 && takes.size() == 2;
    return isTwice
        ? deed(takes.get(0))
            + " and "
            + deed(takes.get(1))
            + " took what was put in once, by "
            + deed(puts.get(0))
            + "."
        : null;
  }

  private @Nullable String notEmpty(int empty) {
    if (puts.size() != 1 || !takes.isEmpty() || returned(puts.get(0)) > empty) {
      return null;
    }
    int put = puts.get(0);
    return deed(empty)
        + ", which began "
        + words.when(empty)
        + ", found nothing, but "
        + deed(put)
        + " had completed "
        + completed(put)
        + stays(put);
  }

  /** Of two elements the wrong one was taken. The window ends there, so nobody has taken both. */
  private @Nullable String outOfOrder() {
    if (takes.size() != 1) {
      return null;
    }
    int take = takes.get(0);
    boolean isFirst = Objects.equals(element(puts.get(0)), element(take));
    int put = puts.get(isFirst ? 0 : 1);
    int kept = puts.get(isFirst ? 1 : 0);
    String why = why(put, kept, take);
    return why == null
        ? null
        : deed(take)
            + " from "
            + words.time(take)
            + " to "
            + words.time(history.pair(take))
            + " took the wrong one: "
            + deed(kept)
            + why
            + stays(kept);
  }

  /** Why the element that was kept should have been taken; null when this is not clear. */
  private @Nullable String why(int put, int kept, int take) {
    return switch (explanation.model()) {
      case "fifo-queue" ->
          returned(kept) < put
              ? " had completed "
                  + completed(kept)
                  + ", before "
                  + deed(put)
                  + " began "
                  + words.when(put)
              : null;
      case "stack" ->
          returned(put) < kept && returned(kept) < take
              ? " lay on it, from "
                  + words.time(kept)
                  + " to "
                  + words.time(history.pair(kept))
                  + " and so after "
                  + deed(put)
                  + " had completed "
                  + completed(put)
              : null;
      case "priority-queue" -> isGreater(kept, put) ? before(kept, take) : null;
      case "min-priority-queue" -> isGreater(put, kept) ? before(kept, take) : null;
      default -> null;
    };
  }

  private @Nullable String before(int kept, int take) {
    return returned(kept) < take ? ", which comes first, had completed " + completed(kept) : null;
  }

  private String stays(int put) {
    return ", and nobody had taken " + ValueText.of(element(put)) + ".";
  }

  private boolean isGreater(int put, int other) {
    return element(put) instanceof Long one && element(other) instanceof Long two && one > two;
  }

  private boolean isDone(int op) {
    return history.outcome(op) == EventType.OK && history.pair(op) <= lastEvent;
  }

  /** The event of the return, as far as it counts. */
  private int returned(int op) {
    return isDone(op) ? history.pair(op) : Integer.MAX_VALUE;
  }

  private @Nullable Object element(int op) {
    Object element =
        puts.contains(op) && history.value(op) != null ? history.value(op) : words.result(op);
    return EMPTY.equals(element) ? null : element;
  }

  private String deed(int op) {
    return words.what(op) + " by " + words.who(op);
  }

  private String completed(int op) {
    return words.when(history.pair(op));
  }
}
