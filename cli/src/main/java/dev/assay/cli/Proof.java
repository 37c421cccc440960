package dev.assay.cli;

import dev.assay.checkers.Staleness;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.text.StalenessText;
import dev.assay.checkers.text.ToldProof;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The evidence against a history, in words. */
final class Proof {
  private static final int ANOMALIES_MAX = 3;
  private static final int COLUMNS = 98;

  private Proof() {}

  /** Nothing for what is valid; the reason for what is unknown; else an anomaly of each name. */
  static List<String> lines(Judgement judgement) {
    return switch (judgement.verdict()) {
      case Verdict.Valid valid -> List.of();
      case Verdict.Unknown unknown -> List.of(unknown.reason());
      case Verdict.Invalid invalid -> lines(judgement, invalid);
    };
  }

  private static List<String> lines(Judgement judgement, Verdict.Invalid invalid) {
    List<String> lines = new ArrayList<>();
    int more = invalid.anomalies().size();
    for (ToldProof proof : ToldProof.of(judgement.loaded().history(), invalid, 1, ANOMALIES_MAX)) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      proof.text().lines().flatMap(Proof::wrap).forEach(lines::add);
      more -= proof.anomalies().size();
    }
    if (more > 0) {
      lines.add("");
      lines.add("and " + Text.count(more, "anomaly", "anomalies") + " more");
    }
    Staleness staleness = invalid.summary().staleness();
    if (staleness != null && staleness.reads() > 0) {
      lines.add("");
      lines.addAll(
          Text.wrap(StalenessText.render(judgement.loaded().history(), staleness), COLUMNS));
    }
    return lines;
  }

  /** Sentences are broken at the edge of the screen, tables are not. */
  private static Stream<String> wrap(String line) {
    return line.startsWith(" ") ? Stream.of(line) : Text.wrap(line, COLUMNS).stream();
  }
}
