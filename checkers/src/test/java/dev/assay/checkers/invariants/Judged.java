package dev.assay.checkers.invariants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Forgeries;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.text.ExplanationText;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A verdict whose evidence the independent verifier has accepted. */
record Judged(History history, Verdict verdict) {
  private static final Forgeries FORGERIES = new Forgeries(20261128, 2);

  static Judged of(String workload, History history) {
    return of(workload, history, CheckOptions.DEFAULT);
  }

  static Judged of(String workload, History history, CheckOptions options) {
    Verdict verdict =
        Checkers.forWorkload(workload, options).check(history, Budget.of(Duration.ofMinutes(1)));
    if (!(verdict instanceof Verdict.Unknown)) {
      Verification verification = CertificateVerifier.verify(history, verdict, options);
      assertTrue(verification.accepted(), verdict + ": " + verification.reason());
      FORGERIES.show(history, verdict, options, false);
    }
    return new Judged(history, verdict);
  }

  /** The names of the anomalies in their order, each once. */
  List<String> anomalies() {
    return verdict instanceof Verdict.Invalid invalid
        ? invalid.anomalies().stream().map(Anomaly::name).distinct().toList()
        : List.of();
  }

  Map<String, Object> measured() {
    return verdict.summary().measured();
  }

  void assertValid() {
    assertEquals("valid", verdict.label(), verdict::toString);
  }

  void assertUnknown(String part) {
    Verdict.Unknown unknown = assertInstanceOf(Verdict.Unknown.class, verdict);
    assertTrue(unknown.reason().contains(part), unknown.reason());
  }

  void assertInvalid(String... names) {
    assertEquals(List.of(names), anomalies(), verdict::toString);
  }

  /** The words for the first anomaly. */
  String text() {
    Verdict.Invalid invalid = assertInstanceOf(Verdict.Invalid.class, verdict);
    return ExplanationText.render(history, invalid.anomalies().get(0)) + "\n";
  }
}
