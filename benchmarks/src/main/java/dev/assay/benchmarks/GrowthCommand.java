package dev.assay.benchmarks;

import dev.assay.benchmarks.GrowthPlot.Point;
import dev.assay.checkers.CheckOptions;
import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFormatException;
import dev.assay.histories.format.ReadOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How checking for linearizability grows. */
@Command(
    name = "growth",
    description = {
      "Check generated histories by one thread: time against operations, against concurrency and",
      "against operations of unknown outcome. The fastest of some rounds, without reading.",
      "Bars are logarithmic. What peers took on histories of the same kind was measured once, on",
      "two cores of the same kind, and stands beside for comparison."
    },
    mixinStandardHelpOptions = true)
final class GrowthCommand implements Callable<Integer> {
  private static final List<String> NEAR_LINEAR =
      List.of("register", "fifo-queue", "stack", "priority-queue", "linearizable-set");

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

  /** What a peer was measured to take; see ARCHITECTURE.md. */
  private static final Map<String, List<Point>> PEERS =
      Map.of(
          "register",
          List.of(
              new Point(10_000, 43, "Porcupine, 39 MB"),
              new Point(30_000, 260, "Porcupine, 283 MB"),
              new Point(100_000, 2_100, "Porcupine, 2.9 GB")),
          "fifo-queue",
          List.of(
              new Point(20_000, 37, "PolyLin"),
              new Point(100_000, 48, "LiMo"),
              new Point(100_000, 240, "PolyLin")),
          "stack",
          List.of(
              new Point(20_000, 57, "PolyLin"),
              new Point(20_000, 1_700, "LiMo"),
              new Point(20_000, 60_000, "Porcupine: given up, 15 GB"),
              new Point(100_000, 450, "PolyLin"),
              new Point(100_000, 51_000, "LiMo")));

  @Override
  public Integer call() throws IOException, HistoryFormatException {
    for (String workload : NEAR_LINEAR) {
      List<Point> points = new ArrayList<>();
      String keys = workload.equals("linearizable-set") ? "--keys=1000" : "--keys=1";
      for (int count = countMax / 16; count <= countMax; count *= 2) {
        points.add(measure(workload, count, "--count=" + count, keys));
      }
      plot(workload + ", 8 processes: operations", points, PEERS.getOrDefault(workload, List.of()));
    }
    List<Point> byCount = new ArrayList<>();
    for (int count = 1_000; count <= 16_000; count *= 2) {
      byCount.add(measure("cas-register", count, "--count=" + count, "--keys=5"));
    }
    plot("cas-register, 5 values, 8 processes: operations", byCount, List.of());
    List<Point> byProcesses = new ArrayList<>();
    for (int processes = 4; processes <= 64; processes *= 2) {
      byProcesses.add(
          measure(
              "cas-register", processes, "--count=1000", "--keys=5", "--processes=" + processes));
    }
    plot("cas-register, 5 values, 1,000 operations: processes", byProcesses, List.of());
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
    plot("cas-register, 5 values, 20 processes, 1,000 operations: % unknown", byUnknown, List.of());
    return 0;
  }

  private Point measure(String workload, int at, String... options)
      throws IOException, HistoryFormatException {
    ReadOptions.Keyed keyed =
        workload.equals("register") ? ReadOptions.Keyed.YES : ReadOptions.Keyed.NO;
    History history = GeneratedHistory.of(workload, keyed, List.of(options));
    WarmCheck check = new WarmCheck(workload, CheckOptions.DEFAULT.withThreads(1));
    WarmCheck.Times times = check.times(history, rounds);
    return new Point(at, times.decisionNanos() / 1e6, times.verdict());
  }

  private void plot(String title, List<Point> points, List<Point> peers) {
    GrowthPlot.print(spec.commandLine().getOut(), title, points, peers);
  }
}
