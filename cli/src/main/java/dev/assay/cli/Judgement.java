package dev.assay.cli;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checker;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.histories.format.LoadedHistory;
import dev.assay.reports.ResultsJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A history and what was found out of it.
 *
 * @param file the history as the user named it
 * @param workload the workload whose rules applied
 * @param parseNanos how long reading took
 * @param certification what the independent verifier said, or null when there was nothing to ask
 */
record Judgement(
    String file,
    String workload,
    LoadedHistory loaded,
    long parseNanos,
    Verdict verdict,
    @Nullable Verification certification) {

  /**
   * Judges a history.
   *
   * @param certify whether to ask the independent verifier. A verdict whose evidence it rejects
   *     counts as unknown: one of the two is wrong
   */
  static Judgement of(
      HistorySource.Read read,
      String workload,
      Checker checker,
      CheckOptions options,
      Duration timeLimit,
      boolean certify) {
    Verdict verdict = checker.check(read.loaded().history(), Budget.of(timeLimit));
    @Nullable Verification certification = null;
    if (certify && !(verdict instanceof Verdict.Unknown)) {
      certification = CertificateVerifier.verify(read.loaded().history(), verdict, options);
      if (!certification.accepted() && !certification.gaveUp()) {
        verdict =
            new Verdict.Unknown(
                "the checker says "
                    + verdict.label()
                    + ", but the verifier rejects its evidence: "
                    + certification.reason()
                    + "; this is a defect of Assay: please report it with the history",
                verdict.summary());
      }
    }
    return new Judgement(
        read.file(), workload, read.loaded(), read.parseNanos(), verdict, certification);
  }

  /** The same with an undecided verdict in the place of its own. */
  Judgement withUnknown(String reason) {
    return new Judgement(
        file, workload, loaded, parseNanos, new Verdict.Unknown(reason, verdict.summary()), null);
  }

  boolean certified() {
    return certification != null && certification.accepted();
  }

  ResultsJson.Source source() {
    return new ResultsJson.Source(file, workload, parseNanos / 1_000_000, certified());
  }
}
