package dev.assay.reports;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.CheckSummary;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.linearizability.LinearizabilityExplanation;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports of made-up runs, one a verdict. */
final class SampleReports {
  private SampleReports() {}

  static ReportInput valid() {
    History history = new SyntheticRun(1, 6000, 10, 8, 30).withFaults().run().history();
    return input(history, check(history)).withCertified(true);
  }

  static ReportInput unknown() {
    History history = new SyntheticRun(2, 180, 5, 1, 10).run().history();
    String reason =
        "The time limit of 5 s ran out at event 211 of 360. Give more with --time-limit.";
    return input(history, new Verdict.Unknown(reason, summary(history)))
        .withWarnings(List.of("history.jsonl ended in the middle of a line, which was dropped."));
  }

  /** A stale read among 6,000 operations. */
  static ReportInput invalid() {
    SyntheticRun run = new SyntheticRun(3, 6000, 10, 8, 30).withFaults().run();
    run.spoil();
    History history = run.history();
    return input(history, check(history)).withCertified(true);
  }

  /** Many clients on one key: a window with many operations that overlap. */
  static ReportInput crowded() {
    SyntheticRun run = new SyntheticRun(5, 240, 12, 1, 1).run();
    run.spoil();
    History history = run.history();
    return input(history, check(history)).withCertified(true);
  }

  static ReportInput million() {
    History history = new SyntheticRun(4, 1_000_000, 50, 100, 60).withFaults().run().history();
    return input(history, new Verdict.Valid(List.of(), summary(history)));
  }

  static Verdict check(History history) {
    return Checkers.forWorkload("cas-register", CheckOptions.DEFAULT)
        .check(history, Budget.of(Duration.ofSeconds(60)));
  }

  static Verdict undecided(History history) {
    return new Verdict.Unknown("nobody asked", summary(history));
  }

  /** A verdict that accuses one operation on a key. */
  static Verdict accusing(History history, int invocation, String name) {
    Object key = history.key(invocation);
    List<Integer> window = List.of(invocation);
    var rejection = new LinearizabilityExplanation.Rejection(invocation, name, List.of(name));
    var path = new LinearizabilityExplanation.Path(name, List.of(), List.of(rejection));
    var explanation =
        new LinearizabilityExplanation(
            name, key, name, false, window, invocation, List.of(path), name);
    var certificate = new Certificate.IllegalWindow(key, name, window, 0, history.pair(invocation));
    return new Verdict.Invalid(
        List.of(new Anomaly(name, key, certificate, explanation)), summary(history));
  }

  static CheckSummary summary(History history) {
    int judged =
        (int)
            history
                .clientInvocations()
                .filter(event -> history.outcome(event) != EventType.FAIL)
                .count();
    return new CheckSummary("linearizable", "Wing–Gong–Lowe, split by key", judged, 8, 41_000_000);
  }

  private static ReportInput input(History history, Verdict verdict) {
    Map<String, Object> test = new LinkedHashMap<>();
    test.put("system", "raft-kv");
    test.put("workload", "cas-register");
    test.put("seed", 4711L);
    test.put("nodes", List.of("n1", "n2", "n3", "n4", "n5"));
    test.put("concurrency", 10L);
    test.put("rate", 200L);
    test.put("faults", List.of("partition", "kill", "pause"));
    test.put("version", "0.1.0");
    test.put("started", "2026-11-23T14:00:00Z");
    return ReportInput.of("raft-kv · cas-register", history, verdict)
        .withTest(test)
        .withCommands(
            "./assay test raft-kv --workload cas-register --bug stale-read --seed 4711",
            "./assay check runs/raft-kv/2026-11-23T14-00-00Z --certify")
        .withNodeLogs(
            Map.of("n1", "14:00:03.112 n1 term 4 became leader\n14:00:05.001 n1 stepped down\n"));
  }
}
