package dev.assay.checkers.invariants;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckSummary;
import dev.assay.checkers.Checker;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.certificates.Certificate.InvariantHolds;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges an invariant on every object of a history. */
public final class InvariantChecker implements Checker {
  private final Invariant invariant;

  InvariantChecker(Invariant invariant) {
    this.invariant = invariant;
  }

  @Override
  public Verdict check(History history, Budget budget) {
    if (invariant.needsRealTime() && !history.isRealTime()) {
      return new Verdict.Unknown(
          invariant.workload()
              + " compares what one process did with what others did before, and this history tells"
              + " only the order of each process: record the times of invocations and completions",
          new CheckSummary(invariant.consistency(), "none", 0, 0, 0));
    }
    long begin = System.nanoTime();
    Findings findings = new Findings(invariant.workload(), budget);
    List<Certificate> certificates = new ArrayList<>();
    @Nullable String undecided = null;
    int[] keyIds = history.keyIds();
    for (int keyId : keyIds) {
      @Nullable Object key = keyId == History.NONE ? null : history.values().get(keyId);
      try {
        invariant.judge(new Part(history, key, history.eventsOfKey(keyId)), findings);
        certificates.add(new InvariantHolds(key, invariant.workload()));
      } catch (UndecidedException e) {
        undecided = undecided == null ? e.getMessage() : undecided;
      }
    }
    CheckSummary summary =
        new CheckSummary(
            invariant.consistency(),
            "invariant",
            (int) history.clientInvocations().count(),
            keyIds.length,
            System.nanoTime() - begin,
            findings.measured());
    return verdict(findings, undecided, certificates, summary);
  }

  /** What was found counts, even when the rest could not be judged. */
  private Verdict verdict(
      Findings findings,
      @Nullable String undecided,
      List<Certificate> certificates,
      CheckSummary summary) {
    List<Anomaly> anomalies = findings.anomalies();
    if (!anomalies.isEmpty()) {
      return new Verdict.Invalid(List.copyOf(anomalies), summary);
    }
    if (undecided != null) {
      return new Verdict.Unknown(undecided, summary);
    }
    if (findings.isEmpty()) {
      return new Verdict.Unknown("nothing to judge: " + invariant.needs(), summary);
    }
    return new Verdict.Valid(certificates, summary);
  }
}
