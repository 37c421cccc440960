package dev.assay.cli;

import dev.assay.harness.run.RunResult;
import dev.assay.harness.run.TestPlan;
import dev.assay.histories.format.HistoryFormatException;
import dev.assay.histories.format.ReadOptions.Keyed;
import dev.assay.histories.format.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deploys a system, breaks it, and judges what its clients saw. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    header = "Deploys a system, lets faults strike, and judges what its clients saw",
    sortOptions = false,
    description = {
      "Deploys a system to nodes, runs clients against it while faults strike, heals everything,"
          + " and proves from the recorded history whether the system kept its claim."
          + " The folder of the run keeps the history, the nodes' logs and a report.%n"
    },
    footer = {
      "",
      "Example: five nodes on this machine, and a Raft whose leader answers reads from memory",
      "  ./assay test raft-kv --bug stale-read --faults partition-leader"
    })
final class TestCommand implements Callable<Integer> {
  private static final String NOTHING_HAPPENED =
      "no operation succeeded, so nothing was tested: see the nodes' logs";

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private TestOptions options = new TestOptions();

  @Option(
      names = "--check-time-limit",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "How long checking may take. Default: ${DEFAULT-VALUE}")
  private Duration checkTimeLimit = Duration.ZERO;

  TestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    List<String> typed = spec.root().commandLine().getParseResult().originalArgs();
    RunView view = new RunView(terminal);
    LiveRun live = new LiveRun(view);
    TestPlan plan = options.plan(typed, live::open);
    Logs.writeTo(plan.folder().resolve("harness.log"));
    view.becomesLatest(RunFolder.open(plan.folder()));
    TestSummary summary = new TestSummary(terminal, plan);
    summary.head();
    RunResult result = live.run(plan);
    view.clear();
    return switch (result.ending()) {
      case FAILED -> summary.failed(result);
      case STOPPED -> summary.stopped(result);
      case COMPLETED -> judge(plan, result, view, summary);
    };
  }

  /** Checking starts from what is on the disk, as a later {@code assay check} would. */
  private int judge(TestPlan plan, RunResult result, RunView view, TestSummary summary)
      throws IOException {
    Path folder = result.folder();
    view.step("checking");
    try {
      HistorySource.Read read = HistorySource.read(folder.toString(), "auto", Keyed.AUTO);
      Judgement judgement =
          Judgement.of(
              read,
              plan.workload().name(),
              plan.workload().create(plan.workloadOptions(), plan.seed()).checker(),
              plan.workload().checkOptions(plan.workloadOptions()),
              checkTimeLimit,
              true);
      if (result.ok() == 0) {
        judgement = judgement.withUnknown(NOTHING_HAPPENED);
      }
      view.step("writing the report");
      RunReport.write(folder, judgement, result.warnings());
      view.clear();
      return summary.judged(result, judgement).number();
    } catch (HistoryFormatException e) {
      view.clear();
      throw new IOException("the run's own history cannot be read: " + e.getMessage(), e);
    }
  }
}
