package dev.assay.checkers.text;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Explanation;
import dev.assay.checkers.invariants.InvariantExplanation;
import dev.assay.checkers.isolation.CommitExplanation;
import dev.assay.checkers.isolation.CommitWaits;
import dev.assay.checkers.isolation.CycleExplanation;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.RefutedOrders;
import dev.assay.checkers.isolation.RefutedPart;
import dev.assay.checkers.linearizability.ClashExplanation;
import dev.assay.checkers.linearizability.LinearizabilityExplanation;
import dev.assay.histories.History;
import java.util.List;
import java.util.stream.Collectors;

/** Renders an anomaly as a few lines of plain text. */
public final class ExplanationText {
  private ExplanationText() {}

  /** What happened and why it is wrong; lines of about 100 characters, no trailing line end. */
  public static String render(History history, Anomaly anomaly) {
    return switch (anomaly.explanation()) {
      case LinearizabilityExplanation explanation ->
          LinearizabilityText.render(history, anomaly, explanation);
      case ClashExplanation clash -> ClashText.render(history, anomaly, clash);
      case InvariantExplanation explanation -> InvariantText.render(history, anomaly, explanation);
      case CycleExplanation explanation -> IsolationText.render(history, anomaly, explanation);
      case CommitExplanation explanation -> CommitText.render(history, anomaly, explanation);
      case CommitWaits waits -> CommitWaitsText.render(history, anomaly, waits);
      case RefutedOrders refuted -> RefutationText.render(history, anomaly, refuted);
      case RefutedPart part -> RefutationText.render(history, anomaly, part);
      case Evidence evidence -> IsolationText.render(history, anomaly, evidence);
      case Explanation other -> title(anomaly) + "\n" + operations(history, other);
    };
  }

  static String title(Anomaly anomaly) {
    return anomaly.name() + (anomaly.key() == null ? "" : ", key " + ValueText.of(anomaly.key()));
  }

  private static String operations(History history, Explanation explanation) {
    OperationText words = new OperationText(history);
    return explanation.operations().stream()
        .map(op -> "  " + words.who(op) + "  " + words.what(op) + "  " + words.when(op))
        .collect(Collectors.joining("\n"));
  }

  /** Pads every column to its widest cell. */
  static String table(List<List<String>> rows) {
    int columns = rows.isEmpty() ? 0 : rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(" ");
      for (int i = 0; i < columns; i++) {
        line.append(widths[i] == 0 ? "" : " ");
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length()));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }
}
