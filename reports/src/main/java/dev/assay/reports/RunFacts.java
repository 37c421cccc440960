package dev.assay.reports;

import dev.assay.checkers.Verdict;
import dev.assay.checkers.text.ToldProof;
import dev.assay.histories.History;
import java.util.List;

/**
 * What the sections of a report share, worked out once.
 *
 * @param proofs those that get a card, the root one first
 * @param windows what is drawn of each of them
 */
record RunFacts(
    ReportInput input,
    Clock clock,
    FaultBands faults,
    RunStatistics statistics,
    List<ToldProof> proofs,
    List<FailingWindow> windows) {

  /** How many proofs get a card. */
  static final int PROOFS_MAX = 12;

  /** How many of anomalies of the same name do. */
  private static final int EACH_MAX = 3;

  static RunFacts of(ReportInput input) {
    History history = input.history();
    Clock clock = Clock.of(history);
    FaultBands faults = FaultBands.of(history, clock);
    List<ToldProof> proofs =
        input.verdict() instanceof Verdict.Invalid invalid
            ? ToldProof.of(history, invalid, EACH_MAX, PROOFS_MAX)
            : List.of();
    return new RunFacts(
        input,
        clock,
        faults,
        RunStatistics.of(history, clock, faults),
        proofs,
        proofs.stream().map(proof -> FailingWindow.of(history, proof.anomaly())).toList());
  }

  History history() {
    return input.history();
  }
}
