package dev.assay.cli;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checkers;
import dev.assay.histories.format.HistoryFormatException;
import dev.assay.histories.format.ReadOptions.Keyed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks again and writes the report. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    header = "Checks a run again and writes its report",
    description = {
      "Checks the history of a run again, by the rules of its test.json, and writes results.json"
          + " and report.html into its folder; for a history from elsewhere, writes FILE.html into"
          + " this folder.%n"
    },
    footer = {
      "",
      "Example: the newest run, as after a crash of the harness",
      "  ./assay report runs/latest"
    })
final class ReportCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "RUN|FILE", description = "The folder of a run, or a history.")
  private Path source = Path.of("");

  @Option(
      names = {"-w", "--workload"},
      paramLabel = "NAME",
      description = "Whose rules apply. Default: told by the run or by the operations.")
  private @Nullable String workload;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "How long checking may take. Default: ${DEFAULT-VALUE}")
  private Duration timeLimit = Duration.ZERO;

  ReportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Judgement judgement = judge();
    Path page;
    if (RunReport.isRunFolder(source)) {
      page = RunReport.write(source, judgement, List.of());
    } else {
      page = Path.of(source.getFileName() + ".html");
      RunReport.writeAlone(page, judgement);
    }
    terminal.out().println(source + "\t" + terminal.verdict(judgement.verdict()));
    terminal.out().println("report   " + page);
    return ExitCode.of(judgement.verdict()).number();
  }

  private Judgement judge() throws IOException {
    try {
      HistorySource.Read read = HistorySource.read(source.toString(), "auto", Keyed.AUTO);
      String name = WorkloadGuess.of(workload, read);
      RunRules rules = RunRules.of(source.toString(), name);
      return Judgement.of(
          read,
          name,
          rules == null ? Checkers.forWorkload(name, CheckOptions.DEFAULT) : rules.checker(),
          rules == null ? CheckOptions.DEFAULT : rules.checkOptions(),
          timeLimit,
          true);
    } catch (HistoryFormatException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
