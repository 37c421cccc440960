package dev.assay.benchmarks;

import dev.assay.benchmarks.GrowthPlot.Point;
import dev.assay.checkers.Budget;
import dev.assay.checkers.Checker;
import dev.assay.checkers.Checkers;
import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFormatException;
import dev.assay.histories.format.ReadOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How checking transactions grows. */
@Command(
    name = "isolation-growth",
    description = {
      "Check generated transactions: time against transactions, with keys all alike and by Zipf's",
      "law, and against stale reads, of which many make one strongly connected component of nearly",
      "all. The whole check, the fastest of some rounds, without reading. Bars are logarithmic.",
      "What peers took on histories of the same shape was measured once, on two cores of the same",
      "kind, and stands beside for comparison."
    },
    mixinStandardHelpOptions = true)
final class IsolationGrowthCommand implements Callable<Integer> {
  private static final Duration TIME_MAX = Duration.ofSeconds(60);

  /** The shape of the registers that peers were measured on: as many keys as half the count. */
  private static final int TRANSACTIONS_A_KEY = 2;

  /** What the peers decide; all of these keep the order of sessions. */
  private static final List<String> REGISTER_LEVELS =
      List.of(
          "biswas-enea-read-committed",
          "biswas-enea-causal",
          "strong-session-serializable",
          "strong-session-snapshot-isolation");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--count-max",
      paramLabel = "N",
      defaultValue = "100000",
      description = "The most transactions of a history. Default: ${DEFAULT-VALUE}")
  private int countMax;

  /**
   * What a peer was measured to take. AWDIT's, Plume's, VeriStrong's and PolySI's times are from
   * the file to the verdict, Elle's those of the check alone, warm.
   */
  private static final Map<String, List<Point>> PEERS =
      Map.of(
          "list-append",
          List.of(new Point(100_000, 3_100, "Elle"), new Point(1_000_000, 45_000, "Elle, 3.1 GB")),
          "biswas-enea-read-committed",
          List.of(
              new Point(10_000, 30, "AWDIT"),
              new Point(10_000, 690, "Plume"),
              new Point(100_000, 350, "AWDIT"),
              new Point(100_000, 4_240, "Plume"),
              new Point(1_000_000, 5_950, "AWDIT")),
          "biswas-enea-causal",
          List.of(
              new Point(10_000, 120, "AWDIT"),
              new Point(10_000, 1_130, "Plume"),
              new Point(100_000, 1_510, "AWDIT"),
              new Point(100_000, 9_250, "Plume"),
              new Point(1_000_000, 23_000, "AWDIT, 2.7 GB")),
          "biswas-enea-causal by Zipf",
          List.of(
              new Point(100_000, 200_000, "Plume: given up"),
              new Point(1_000_000, 51_000, "AWDIT, 11.8 GB")),
          "strong-session-serializable",
          List.of(new Point(1_000, 750, "VeriStrong"), new Point(10_000, 13_000, "VeriStrong")),
          "strong-session-serializable by Zipf",
          List.of(
              new Point(1_000, 15_200, "VeriStrong"),
              new Point(10_000, 302_000, "VeriStrong: given up")),
          "strong-session-snapshot-isolation",
          List.of(
              new Point(1_000, 2_300, "VeriStrong"),
              new Point(1_000, 4_300, "PolySI"),
              new Point(10_000, 19_900, "PolySI, 2.2 GB"),
              new Point(10_000, 29_400, "VeriStrong")),
          "strong-session-snapshot-isolation by Zipf",
          List.of(
              new Point(1_000, 59_000, "PolySI"),
              new Point(1_000, 195_000, "VeriStrong"),
              new Point(10_000, 300_000, "VeriStrong: given up")));

  @Override
  public Integer call() throws IOException, HistoryFormatException {
    for (String byZipf : List.of("", " by Zipf")) {
      for (String workload : List.of("list-append", "counter-inc", "closed-predicate")) {
        transactions(workload, byZipf);
      }
      registers(byZipf);
    }
    List<Point> broken = new ArrayList<>();
    for (int stale = countMax / 2; stale > 0; stale /= 10) {
      History history = history("list-append", countMax, "--length=4", "--stale=" + stale);
      broken.add(measure("list-append", "strict-serializable", stale, history));
    }
    plot("list-append, %,d transactions: stale reads".formatted(countMax), broken, List.of());
    return 0;
  }

  private void transactions(String workload, String byZipf)
      throws IOException, HistoryFormatException {
    List<Point> points = new ArrayList<>();
    for (int count = countMax / 16; count <= countMax; count *= 2) {
      History history =
          byZipf.isEmpty()
              ? history(workload, count, "--length=4")
              : history(workload, count, "--length=4", "--zipf");
      points.add(measure(workload, "strict-serializable", count, history));
    }
    String name = workload + byZipf;
    plot(name + ", strict-serializable: transactions", points, PEERS.getOrDefault(name, List.of()));
  }

  private void registers(String byZipf) throws IOException, HistoryFormatException {
    List<History> histories = new ArrayList<>();
    for (int count = countMax / 16; count <= countMax; count *= 2) {
      List<String> options = new ArrayList<>(List.of("--length=8", "--processes=50"));
      options.add("--keys=" + Math.max(1, count / TRANSACTIONS_A_KEY));
      if (!byZipf.isEmpty()) {
        options.add("--zipf");
      }
      histories.add(history("rw-register", count, options.toArray(String[]::new)));
    }
    for (String level : REGISTER_LEVELS) {
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < histories.size(); i++) {
        points.add(measure("rw-register", level, (countMax / 16) << i, histories.get(i)));
      }
      String title = "rw-register" + byZipf + ", 50 sessions, " + level + ": transactions";
      plot(title, points, PEERS.getOrDefault(level + byZipf, List.of()));
    }
  }

  private static History history(String workload, int count, String... options)
      throws IOException, HistoryFormatException {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--count=" + count);
    return GeneratedHistory.of(workload, ReadOptions.Keyed.NO, all);
  }

  private Point measure(String workload, String level, int at, History history) {
    Checker checker = Checkers.forClaim(workload, level);
    long fastest = Long.MAX_VALUE;
    String verdict = "";
    for (int round = 0; round < rounds; round++) {
      long begin = System.nanoTime();
      verdict = checker.check(history, Budget.of(TIME_MAX)).label();
      fastest = Math.min(fastest, System.nanoTime() - begin);
    }
    return new Point(at, fastest / 1e6, verdict);
  }

  private void plot(String title, List<Point> points, List<Point> peers) {
    GrowthPlot.print(spec.commandLine().getOut(), title, points, peers);
  }
}
