package dev.assay.harness.run;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.harness.Strike;
import dev.assay.harness.SystemProvider.SystemConfig;
import dev.assay.harness.memory.MemoryCluster;
import dev.assay.harness.memory.MemorySystem;
import dev.assay.harness.run.TestPlan.Limits;
import dev.assay.harness.run.TestPlan.Load;
import dev.assay.harness.workload.CasRegisterProvider;
import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.HistoryFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A plan on five nodes in memory, to change where a test needs it. */
final class Trials {
  final MemoryCluster cluster = new MemoryCluster(5);
  final MemorySystem system = new MemorySystem(11);
  final Path folder;
  List<Strike> strikes = new ArrayList<>();
  TestPlan.Nemesis nemesis = (nodes, timeLimit, random) -> strikes;
  TestPlan.ClusterSource source = () -> cluster;
  Load load = new Load(10, 400, Duration.ofSeconds(1));
  Limits limits =
      new Limits(
          Duration.ofSeconds(3),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20));
  boolean stopAtFirstViolation;
  Map<String, String> workloadOptions = Map.of("keys", "4", "ops-per-key", "60", "readers", "0");

  Trials(Path folder) {
    this.folder = folder;
  }

  TestPlan plan() {
    return new TestPlan(
        "0.0",
        List.of("assay", "test", "memory"),
        "memory:5",
        source,
        system,
        new SystemConfig(List.of(), Map.of("o", "v"), "w", 3),
        new CasRegisterProvider(),
        workloadOptions,
        List.of("kill"),
        nemesis,
        load,
        limits,
        stopAtFirstViolation,
        42,
        folder);
  }

  RunResult run() {
    return Runner.run(plan(), new RunListener() {});
  }

  History history() throws IOException, HistoryFormatException {
    return HistoryFiles.read(folder.resolve("history.jsonl"), HistoryFiles.AUTO).history();
  }

  Verdict verdict() throws IOException, HistoryFormatException {
    return Checkers.forWorkload("cas-register", CheckOptions.DEFAULT)
        .check(history(), Budget.of(Duration.ofSeconds(30)));
  }
}
