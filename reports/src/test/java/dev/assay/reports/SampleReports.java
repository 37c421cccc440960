package dev.assay.reports;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.CheckSummary;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.linearizability.LinearizabilityExplanation;
import dev.assay.checkers.linearizability.LinearizabilityExplanation.Path;
import dev.assay.checkers.linearizability.LinearizabilityExplanation.Rejection;
import dev.assay.checkers.linearizability.LinearizabilityExplanation.Step;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports of made-up runs, one a verdict. */
final class SampleReports {
  private SampleReports() {}

  static ReportInput valid() {
    History history = new SyntheticRun(1, 6000, 10, 8, 30).withFaults().run().history();
    return input(history, new Verdict.Valid(List.of(), summary(history))).withCertified(true);
  }

  static ReportInput unknown() {
    History history = new SyntheticRun(2, 180, 5, 1, 10).run().history();
    String reason =
        "The time limit of 5 s ran out at event 211 of 360. Give more with --time-limit.";
    return input(history, new Verdict.Unknown(reason, summary(history)))
        .withWarnings(List.of("history.jsonl ended in the middle of a line, which was dropped."));
  }

  /** A stale read among 6,000 operations, with what overlapped it in the window. */
  static ReportInput invalid() {
    SyntheticRun run = new SyntheticRun(3, 6000, 10, 8, 30).withFaults().run();
    List<SyntheticRun.Op> core = run.spoil();
    History history = run.history();
    return input(history, stale(history, core)).withCertified(true);
  }

  static ReportInput million() {
    History history = new SyntheticRun(4, 1_000_000, 50, 100, 60).withFaults().run().history();
    return input(history, new Verdict.Valid(List.of(), summary(history)));
  }

  static Verdict stale(History history, List<SyntheticRun.Op> core) {
    SyntheticRun.Op old = core.get(0);
    SyntheticRun.Op write = core.get(1);
    SyntheticRun.Op read = core.get(2);
    Object key = history.key(read.invocation);
    List<Integer> window = new ArrayList<>();
    for (int event = old.invocation; event < read.completion; event++) {
      if (history.isClientInvocation(event)
          && history.keyId(event) == history.keyId(read.invocation)
          && history.outcome(event) != EventType.FAIL
          && (history.pair(event) != History.NONE || event > write.invocation)) {
        window.add(event);
      }
    }
    var explanation =
        new LinearizabilityExplanation(
            "cas-register",
            key,
            null,
            true,
            window,
            read.invocation,
            List.of(
                new Path(
                    null,
                    List.of(
                        new Step(old.invocation, old.value),
                        new Step(write.invocation, write.value)),
                    List.of(new Rejection(read.invocation, write.value, List.of(write.result))))),
            null);
    var certificate =
        new Certificate.IllegalWindow(key, "cas-register", window, old.invocation, read.completion);
    return new Verdict.Invalid(
        List.of(new Anomaly("nonlinearizable", key, certificate, explanation)), summary(history));
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
