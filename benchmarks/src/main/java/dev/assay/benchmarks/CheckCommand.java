package dev.assay.benchmarks;

import dev.assay.benchmarks.generate.GenerateCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How the whole of {@code ./assay check} grows with a list-append history. */
@Command(
    name = "check-list-append",
    description = {
      "Make list-append histories of growing size and check each with ./assay check, in a process",
      "of its own: from the file to the verdict, with the start of Java and the reading."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private static final int BAR_WIDTH = 50;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--counts",
      split = ",",
      paramLabel = "N",
      defaultValue = "125000,250000,500000,1000000",
      description = "How many transactions each history has. Default: ${DEFAULT-VALUE}")
  private List<Integer> counts = List.of();

  @Option(
      names = "--length",
      paramLabel = "N",
      defaultValue = "4",
      description = "Micro-operations a transaction. Default: ${DEFAULT-VALUE}")
  private int length;

  @Option(
      names = "--writes-per-key",
      paramLabel = "N",
      defaultValue = "8",
      description = "How long lists become. Default: ${DEFAULT-VALUE}")
  private int writesPerKey;

  @Option(
      names = "--broken",
      description =
          "Let every second transaction miss the last write of a list that it reads, which leaves"
              + " one strongly connected component that holds nearly all.")
  private boolean broken;

  @Option(
      names = "--consistency",
      paramLabel = "MODEL",
      defaultValue = "strict-serializable",
      description = "What to check. Default: ${DEFAULT-VALUE}")
  private String consistency = "";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often; the fastest counts. Default: ${DEFAULT-VALUE}")
  private int rounds;

  /** One line of the table. */
  private record Row(int count, long bytes, CheckedProcess fastest, String verdict) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("assay-check");
    List<Row> rows = new ArrayList<>();
    try {
      for (int count : counts) {
        Row row = measure(folder, count);
        tell(row, rows.isEmpty() ? null : rows.getLast());
        rows.add(row);
      }
    } finally {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    plot(rows);
    return 0;
  }

  private Row measure(Path folder, int count) throws IOException, InterruptedException {
    Path history = folder.resolve("history.edn");
    int exit =
        new CommandLine(new GenerateCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(
                "list-append",
                "--count=" + count,
                "--length=" + length,
                "--writes-per-key=" + writesPerKey,
                "--stale=" + (broken ? count / 2 : 0),
                "--out=" + history);
    if (exit != 0) {
      throw new IOException("no history was made: exit code " + exit);
    }
    Path output = folder.resolve("output");
    List<CheckedProcess> runs = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      runs.add(CheckedProcess.run(command(history), output));
    }
    String first = Files.readString(output).lines().findFirst().orElse("");
    if (runs.getLast().exit() > 2) {
      throw new IOException("no verdict but exit code " + runs.getLast().exit() + ": " + first);
    }
    String verdict = first.substring(first.indexOf('\t') + 1);
    CheckedProcess fastest =
        runs.stream().min(Comparator.comparingLong(CheckedProcess::wallNanos)).orElseThrow();
    return new Row(count, Files.size(history), fastest, verdict);
  }

  private List<String> command(Path history) {
    return List.of(
        Path.of(System.getProperty("assay.home", "."), "assay").toString(),
        "check",
        "--workload",
        "list-append",
        "--consistency",
        consistency,
        history.toString());
  }

  private void tell(Row row, @Nullable Row before) {
    PrintWriter out = spec.commandLine().getOut();
    if (before == null) {
      out.printf(
          Locale.ROOT,
          "%12s %8s %8s %12s %8s %8s  %s%n",
          "transactions",
          "MB",
          "seconds",
          "processor s",
          "MiB",
          "times",
          "verdict");
    }
    out.printf(
        Locale.ROOT,
        "%,12d %8.0f %8.2f %12.2f %8d %8s  %s%n",
        row.count,
        row.bytes / 1e6,
        row.fastest.wallNanos() / 1e9,
        row.fastest.processorNanos() / 1e9,
        row.fastest.peakKib() >> 10,
        before == null
            ? ""
            : String.format(
                Locale.ROOT, "%.2f", (double) row.fastest.wallNanos() / before.fastest.wallNanos()),
        row.verdict);
    out.flush();
  }

  /** Seconds a million transactions: a straight wall where time grows as the history does. */
  private void plot(List<Row> rows) {
    PrintWriter out = spec.commandLine().getOut();
    double most = rows.stream().mapToDouble(CheckCommand::secondsAMillion).max().orElse(1);
    out.printf("%nseconds for a million transactions at that rate%n");
    for (Row row : rows) {
      double seconds = secondsAMillion(row);
      int width = (int) Math.round(seconds / most * BAR_WIDTH);
      out.printf(Locale.ROOT, "%,12d %s %.2f%n", row.count, "#".repeat(width), seconds);
    }
    out.flush();
  }

  private static double secondsAMillion(Row row) {
    return row.fastest.wallNanos() / 1e3 / Math.max(1, row.count);
  }
}
