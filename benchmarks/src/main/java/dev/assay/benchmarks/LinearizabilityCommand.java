package dev.assay.benchmarks;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.CheckOptions.FailedCas;
import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.HistoryFormatException;
import dev.assay.histories.format.ReadOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "The histories.")
  private List<Path> files = List.of();

  @Option(
      names = {"-w", "--workload"},
      paramLabel = "W",
      defaultValue = "cas-register",
      description = "What they are histories of. Default: ${DEFAULT-VALUE}")
  private String workload = "";

  @Option(names = "--failed-cas-observed", description = "A failed cas found another value.")
  private boolean isFailureSeen;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "20",
      description = "How often. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Override
  public Integer call() throws IOException, HistoryFormatException {
    CheckOptions options =
        CheckOptions.DEFAULT
            .withThreads(1)
            .withFailedCas(isFailureSeen ? FailedCas.OBSERVED : FailedCas.IGNORED);
    WarmCheck check = new WarmCheck(workload, options);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%12s %10s %12s %12s %12s%n",
        "operations", "unknown", "first ms", "fastest ms", "decided ms");
    long first = 0;
    long fastest = 0;
    long decided = 0;
    for (Path file : files) {
      ReadOptions reading = new ReadOptions(ReadOptions.Keyed.NO, false);
      History history = HistoryFiles.read(file, HistoryFiles.AUTO, reading).history();
      WarmCheck.Times each = check.times(history, rounds);
      long operations = history.clientInvocations().count();
      row(operations, WarmCheck.unknown(history), each, file.getFileName().toString());
      first += each.firstNanos();
      fastest += each.fastestNanos();
      decided += each.decisionNanos();
    }
    row(files.size(), 0, new WarmCheck.Times(first, fastest, decided, ""), "all files");
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
