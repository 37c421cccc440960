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
            + " reading.",
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
    History[] histories = new History[files.size()];
    for (int i = 0; i < histories.length; i++) {
      ReadOptions reading = new ReadOptions(ReadOptions.Keyed.NO, false);
      histories[i] = HistoryFiles.read(files.get(i), HistoryFiles.AUTO, reading).history();
    }
    WarmCheck.Times[] times = check.times(histories, rounds);
    PrintWriter out = spec.commandLine().getOut();
    String row = "%,12d %,10d %12.3f %12.3f  %-8s %s%n";
    out.printf("%12s %10s %12s %12s%n", "operations", "unknown", "first ms", "fastest ms");
    long first = 0;
    long fastest = 0;
    for (int i = 0; i < histories.length; i++) {
      WarmCheck.Times each = times[i];
      out.printf(
          Locale.ROOT,
          row,
          histories[i].clientInvocations().count(),
          WarmCheck.unknown(histories[i]),
          each.firstNanos() / 1e6,
          each.fastestNanos() / 1e6,
          each.verdict(),
          files.get(i).getFileName());
      first += each.firstNanos();
      fastest += each.fastestNanos();
    }
    out.printf(Locale.ROOT, row, files.size(), 0, first / 1e6, fastest / 1e6, "", "all files");
    out.flush();
    return 0;
  }
}
