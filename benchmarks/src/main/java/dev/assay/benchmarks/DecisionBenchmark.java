package dev.assay.benchmarks;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.CheckOptions.FailedCas;
import dev.assay.checkers.linearizability.LinearizabilityChecker;
import dev.assay.checkers.linearizability.LinearizabilityChecker.Decision;
import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.HistoryFormatException;
import dev.assay.histories.format.ReadOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Whether histories are linearizable, without reading them and without evidence, by one thread. */
@State(Scope.Benchmark)
public class DecisionBenchmark {
  private static final Duration TIME_MAX = Duration.ofSeconds(60);

  /**
   * The property with the histories' paths, which would make JMH's table too wide: all histories
   * are decided in one invocation.
   */
  static final String FILES = "assay.benchmark.files";

  /** What they are histories of. */
  @Param("register")
  public String workload = "";

  /** Whether a compare-and-set that failed found another value. */
  @Param("false")
  public boolean failedCasObserved;

  /** Whether values are pairs of a key and its value. */
  @Param("false")
  public boolean keyed;

  private final List<History> histories = new ArrayList<>();
  private LinearizabilityChecker checker = WarmCheck.decider("register", CheckOptions.DEFAULT);

  /** Reads the histories. */
  @Setup
  public void read() throws IOException, HistoryFormatException {
    ReadOptions reading = HistoriesAsked.reading(keyed);
    for (String file : System.getProperty(FILES, "").split(File.pathSeparator, -1)) {
      histories.add(HistoryFiles.read(Path.of(file), HistoryFiles.AUTO, reading).history());
    }
    FailedCas failures = failedCasObserved ? FailedCas.OBSERVED : FailedCas.IGNORED;
    checker = WarmCheck.decider(workload, CheckOptions.DEFAULT.withFailedCas(failures));
  }

  /** The answers, for nothing but that they are not optimised away. */
  @Benchmark
  public int decide() {
    int linearizable = 0;
    for (History history : histories) {
      Decision decision = checker.decide(history, Budget.of(TIME_MAX));
      linearizable += decision == Decision.LINEARIZABLE ? 1 : 0;
    }
    return linearizable;
  }
}
