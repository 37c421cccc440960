package dev.assay.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFormatException;
import dev.assay.histories.format.HistoryLog;
import dev.assay.histories.format.ReadOptions.Keyed;
import dev.assay.histories.format.RunFolder;
import dev.assay.simulation.Scenario;
import dev.assay.simulation.SimulationPlan;
import dev.assay.simulation.SimulationPlan.Drawn;
import dev.assay.simulation.SimulationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The folders of simulated runs: the same files as of real ones. */
final class SimulationFolders {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path runs;
  private final Duration checkTimeLimit;

  SimulationFolders(Path runs, Duration checkTimeLimit) {
    this.runs = runs;
    this.checkTimeLimit = checkTimeLimit;
  }

  /** A run's folder and what a check of it says, as a later {@code assay check} would. */
  record Written(Path folder, Judgement judgement) {}

  /** Writes everything that is known of a run. */
  Written write(SimulationResult result, List<String> command, SimulationTrace trace)
      throws IOException {
    SimulationPlan plan = result.plan();
    RunFolder folder = RunFolder.create(runs, plan.system().name(), Instant.now());
    folder.makeLatest();
    JSON.writeValue(folder.testJson().toFile(), test(result, command, folder));
    writeHistory(folder.history(), result.history());
    trace.moveTo(folder.path());
    if (result.failure().isPresent()) {
      String scenario = Scenario.of(result, result.failure().get()).text();
      Files.writeString(folder.path().resolve(ScenarioFile.NAME), scenario);
    }
    Judgement judgement = judge(folder.path(), plan);
    List<String> warnings =
        result.failure().isPresent() && judgement.verdict().label().equals("valid")
            ? List.of(result.failure().get().words())
            : List.of();
    RunReport.write(folder.path(), judgement, warnings);
    return new Written(folder.path(), judgement);
  }

  private Judgement judge(Path folder, SimulationPlan plan) throws IOException {
    try {
      HistorySource.Read read = HistorySource.read(folder.toString(), "auto", Keyed.AUTO);
      return Judgement.of(
          read,
          plan.workload().name(),
          plan.workload().create(plan.workloadOptions(), plan.seed()).checker(),
          plan.workload().checkOptions(plan.workloadOptions()),
          checkTimeLimit,
          true);
    } catch (HistoryFormatException e) {
      throw new IOException("the run's own history cannot be read: " + e.getMessage(), e);
    }
  }

  private static void writeHistory(Path file, History history) throws IOException {
    try (HistoryLog log = HistoryLog.create(file)) {
      for (int event = 0; event < history.size(); event++) {
        EventType type = history.type(event);
        log.append(
            type,
            history.process(event),
            history.f(event),
            history.key(event),
            history.value(event),
            history.timeNanos(event),
            history.extra(event));
      }
    }
  }

  private static Map<String, Object> test(
      SimulationResult result, List<String> command, RunFolder folder) {
    SimulationPlan plan = result.plan();
    Map<String, Object> test = new LinkedHashMap<>();
    test.put("assay", Version.number());
    test.put("started", folder.startedAt().toString());
    test.put("command", command);
    test.put("simulated", true);
    test.put("system", plan.system().name());
    test.put("system-options", new TreeMap<>(plan.systemConfig().options()));
    test.put("system-seed", plan.systemConfig().seed());
    test.put("bugs", plan.systemConfig().bugs());
    test.put("workload", plan.workload().name());
    test.put("workload-options", plan.workloadOptions());
    test.put("consistency", plan.workload().consistency());
    test.put("nodes", "sim:" + plan.nodes().size());
    test.put("node-names", plan.nodes());
    test.put("faults", plan.course() instanceof Drawn drawn ? drawn.faults() : List.of("scenario"));
    test.put("seed", plan.seed());
    test.put("concurrency", plan.load().concurrency());
    test.put("rate", plan.load().ratePerSecond());
    test.put("time-limit-ms", plan.load().timeLimit().toMillis());
    test.put("weather", JSON.convertValue(plan.weather(), Map.class));
    test.put("events", result.events());
    test.put("virtual-ms", result.virtualNanos() / 1_000_000);
    test.put("trace-hash", Long.toHexString(result.traceHash()));
    result
        .failure()
        .ifPresent(
            failure ->
                test.put(
                    "failure",
                    Map.of(
                        "kind",
                        SimulationView.word(failure.kind()),
                        "root",
                        failure.root(),
                        "words",
                        failure.words())));
    return test;
  }
}
