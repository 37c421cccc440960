package dev.assay.benchmarks;

import dev.assay.checkers.CheckOptions;
import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.HistoryFormatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How long checking takes once a history is read, in a warm Java and by one thread. */
@Command(
    name = "linearizability",
    description =
        "Check histories again and again by one thread: the first time and the fastest, without"
            + " reading; and of that how long it took until the answer was known.",
    mixinStandardHelpOptions = true)
final class LinearizabilityCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private HistoriesAsked asked = new HistoriesAsked();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "20",
      description = "How often. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Override
  public Integer call() throws IOException, HistoryFormatException {
    CheckOptions options = CheckOptions.DEFAULT.withThreads(1).withFailedCas(asked.failedCas());
    WarmCheck check = new WarmCheck(asked.workload, options);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%12s %10s %12s %12s %12s%n",
        "operations", "unknown", "first ms", "fastest ms", "decided ms");
    long first = 0;
    long fastest = 0;
    long decided = 0;
    for (Path file : asked.files) {
      History history = HistoryFiles.read(file, HistoryFiles.AUTO, asked.reading()).history();
      WarmCheck.Times each = check.times(history, rounds);
      long operations = history.clientInvocations().count();
      row(operations, WarmCheck.unknown(history), each, file.getFileName().toString());
      first += each.firstNanos();
      fastest += each.fastestNanos();
      decided += each.decisionNanos();
    }
    row(asked.files.size(), 0, new WarmCheck.Times(first, fastest, decided, ""), "all files");
    out.flush();
    return 0;
  }

  private void row(long operations, long unknown, WarmCheck.Times times, String name) {
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%,12d %,10d %12.3f %12.3f %12.3f  %-8s %s%n",
            operations,
            unknown,
            times.firstNanos() / 1e6,
            times.fastestNanos() / 1e6,
            times.decisionNanos() / 1e6,
            times.verdict(),
            name);
  }
}
