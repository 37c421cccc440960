package dev.assay.cli;

import dev.assay.checkers.Classification;
import dev.assay.checkers.text.DecisionText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What was found of a history of transactions beside the claim, in words. */
final class LevelLines {
  private static final int COLUMNS = 98;

  private LevelLines() {}

  /** Nothing where nothing was classified. */
  static List<String> lines(Classification found) {
    List<String> lines = new ArrayList<>();
    if (!found.anomalies().isEmpty()) {
      String counts =
          found.anomalies().entrySet().stream()
              .map(LevelLines::count)
              .collect(Collectors.joining(", "));
      lines.addAll(Text.wrap("anomalies: " + counts, COLUMNS));
    }
    if (!found.not().isEmpty()) {
      lines.addAll(Text.wrap("rules out: " + String.join(", ", found.not()), COLUMNS));
    }
    if (!found.holds().isEmpty()) {
      lines.addAll(Text.wrap("holds: " + String.join(", ", found.holds()), COLUMNS));
    }
    for (String undecided : DecisionText.undecided(found)) {
      lines.addAll(Text.wrap("undecided: " + undecided, COLUMNS));
    }
    for (String note : found.notes()) {
      lines.addAll(Text.wrap(note, COLUMNS));
    }
    return lines;
  }

  private static String count(Map.Entry<String, Integer> anomaly) {
    return anomaly.getKey() + " " + anomaly.getValue();
  }
}
