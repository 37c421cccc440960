package dev.assay.benchmarks;

import dev.assay.benchmarks.generate.GenerateCommand;
import dev.assay.checkers.CheckOptions;
import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.HistoryFormatException;
import dev.assay.histories.format.ReadOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How checking for linearizability grows. */
@Command(
    name = "growth",
    description = {
      "Check generated histories by one thread: time against operations, against concurrency and",
      "against operations of unknown outcome. The fastest of some rounds, without reading."
    },
    mixinStandardHelpOptions = true)
final class GrowthCommand implements Callable<Integer> {
  private static final int BAR_WIDTH = 40;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--count-max",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "The most operations of a history. Default: ${DEFAULT-VALUE}")
  private int countMax;

  /** One bar. */
  private record Point(int at, double millis, String verdict) {}

  @Override
  public Integer call() throws IOException, HistoryFormatException {
    for (String workload : List.of("register", "fifo-queue", "stack", "priority-queue")) {
      List<Point> points = new ArrayList<>();
      for (int count = countMax / 16; count <= countMax; count *= 2) {
        points.add(measure(workload, count, "--count=" + count, "--keys=1"));
      }
      plot(workload + ", distinct values, 8 processes: operations", points);
    }
    List<Point> byCount = new ArrayList<>();
    for (int count = 1_000; count <= 16_000; count *= 2) {
      byCount.add(measure("cas-register", count, "--count=" + count, "--keys=5"));
    }
    plot("cas-register, 5 values, 8 processes: operations", byCount);
    List<Point> byProcesses = new ArrayList<>();
    for (int processes = 4; processes <= 64; processes *= 2) {
      byProcesses.add(
          measure(
              "cas-register", processes, "--count=1000", "--keys=5", "--processes=" + processes));
    }
    plot("cas-register, 5 values, 1,000 operations: processes", byProcesses);
    List<Point> byUnknown = new ArrayList<>();
    for (int percent = 0; percent <= 40; percent += 10) {
      byUnknown.add(
          measure(
              "cas-register",
              percent,
              "--count=1000",
              "--keys=5",
              "--processes=20",
              "--info-percent=" + percent));
    }
    plot("cas-register, 5 values, 20 processes, 1,000 operations: % unknown", byUnknown);
    return 0;
  }

  private Point measure(String workload, int at, String... options)
      throws IOException, HistoryFormatException {
    Path file = Files.createTempFile("assay-growth", ".edn");
    try {
      List<String> arguments = new ArrayList<>(List.of(workload, "--out=" + file));
      arguments.addAll(List.of(options));
      int exit =
          new CommandLine(new GenerateCommand())
              .setCaseInsensitiveEnumValuesAllowed(true)
              .execute(arguments.toArray(String[]::new));
      if (exit != 0) {
        throw new IOException("no history was made: exit code " + exit);
      }
      boolean isKeyed = workload.equals("register");
      ReadOptions reading =
          new ReadOptions(isKeyed ? ReadOptions.Keyed.YES : ReadOptions.Keyed.NO, false);
      History history = HistoryFiles.read(file, HistoryFiles.AUTO, reading).history();
      WarmCheck check = new WarmCheck(workload, CheckOptions.DEFAULT.withThreads(1));
      WarmCheck.Times times = check.times(history, rounds);
      return new Point(at, times.decisionNanos() / 1e6, times.verdict());
    } finally {
      Files.delete(file);
    }
  }

  private void plot(String title, List<Point> points) {
    PrintWriter out = spec.commandLine().getOut();
    double most = points.stream().mapToDouble(Point::millis).max().orElse(1);
    out.println(title);
    for (Point point : points) {
      int width = (int) Math.round(point.millis() / most * BAR_WIDTH);
      String bar = "#".repeat(width);
      out.printf(
          Locale.ROOT,
          "%,12d %12.2f ms  %-8s %s%n",
          point.at(),
          point.millis(),
          point.verdict(),
          bar);
    }
    out.println();
    out.flush();
  }
}
