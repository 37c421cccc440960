package dev.assay.checkers.text;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.linearizability.LinearizabilityExplanation;
import dev.assay.checkers.linearizability.LinearizabilityExplanation.Path;
import dev.assay.checkers.linearizability.LinearizabilityExplanation.Rejection;
import dev.assay.checkers.linearizability.LinearizabilityExplanation.Step;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why no order explains some operations: said directly where it is simple, else step by step. */
final class LinearizabilityText {
  private final LinearizabilityExplanation explanation;
  private final OperationText words;
  private final int lastEvent;

  private LinearizabilityText(History history, LinearizabilityExplanation explanation) {
    this.explanation = explanation;
    words = new OperationText(history);
    lastEvent = history.pair(explanation.blocked());
  }

  static String render(History history, Anomaly anomaly, LinearizabilityExplanation explanation) {
    LinearizabilityText text = new LinearizabilityText(history, explanation);
    StringBuilder out = new StringBuilder();
    out.append(ExplanationText.title(anomaly)).append(" (").append(explanation.model());
    out.append(")\n").append(text.words.table(explanation.operations(), text.lastEvent));
    @Nullable String story = RegisterStory.tell(history, explanation);
    story = story == null ? CollectionStory.tell(history, explanation) : story;
    if (story != null) {
      out.append(story).append('\n');
    } else {
      text.appendPaths(out);
    }
    if (explanation.likelyInitial() != null) {
      String value = ValueText.of(explanation.likelyInitial());
      out.append("Everything on this object is explained if it held ").append(value);
      out.append(" at first: if it did, check again with --initial ").append(value).append(".\n");
    }
    return out.toString().stripTrailing();
  }

  private void appendPaths(StringBuilder out) {
    if (explanation.paths().isEmpty()) {
      out.append("No order of these operations is legal; they are too many to show why.\n");
      return;
    }
    out.append("No order of these is legal");
    out.append(explanation.anyInitial() ? ", whatever was there before" : "");
    out.append(". The longest legal one");
    out.append(explanation.paths().size() == 1 ? ":\n" : ", among others:\n");
    appendPath(explanation.paths().get(0), out);
  }

  private void appendPath(Path path, StringBuilder out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "", "starts with " + ValueText.of(path.initial())));
    for (Step step : path.steps()) {
      rows.add(
          List.of(
              words.who(step.operation()),
              words.what(step.operation()),
              "then " + ValueText.of(step.stateAfter())));
    }
    out.append(ExplanationText.table(rows));
    for (Rejection rejection : path.rejections()) {
      out.append("    but not ").append(words.what(rejection.operation())).append(" by ");
      out.append(words.who(rejection.operation())).append(" next: the state is ");
      out.append(ValueText.of(rejection.state()));
      if (!rejection.legalResults().isEmpty()) {
        out.append("; legal would have been ");
        out.append(
            String.join(" or ", rejection.legalResults().stream().map(ValueText::of).toList()));
      }
      out.append('\n');
    }
  }
}
