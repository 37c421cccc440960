package dev.assay.reports;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Verdict;
import dev.assay.histories.History;
import java.util.List;

/**
 * What the sections of a report share, worked out once.
 *
 * @param shown the anomalies that get a card, the root one first
 * @param windows what is drawn of each of them
 */
record RunFacts(
    ReportInput input,
    Clock clock,
    FaultBands faults,
    RunStatistics statistics,
    List<Anomaly> shown,
    List<FailingWindow> windows) {

  /** How many anomalies get a card. */
  static final int ANOMALIES_MAX = 12;

  /** How many of the same name do. */
  private static final int EACH_MAX = 3;

  static RunFacts of(ReportInput input) {
    History history = input.history();
    Clock clock = Clock.of(history);
    FaultBands faults = FaultBands.of(history, clock);
    List<Anomaly> shown =
        input.verdict() instanceof Verdict.Invalid invalid
            ? invalid.examples(EACH_MAX, ANOMALIES_MAX)
            : List.of();
    return new RunFacts(
        input,
        clock,
        faults,
        RunStatistics.of(history, clock, faults),
        shown,
        shown.stream().map(anomaly -> FailingWindow.of(history, anomaly)).toList());
  }

  History history() {
    return input.history();
  }
}
