package dev.assay.simulation;

import dev.assay.harness.SystemProvider.SystemConfig;
import dev.assay.harness.WorkloadProvider;
import dev.assay.harness.run.TestPlan;
import dev.assay.simulator.Weather;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that a simulated run needs.
 *
 * @param system what is simulated
 * @param systemConfig bugs, options and seed of the system
 * @param workload what clients do and how it is judged
 * @param workloadOptions options given to the workload, by name
 * @param nodes names of the nodes
 * @param weather how network, disks and clocks behave until the calm
 * @param load how many clients do how much for how long, in virtual time
 * @param limits how long what may take, in virtual time
 * @param course what is done and what strikes: drawn, or written down
 * @param seed all randomness of the run comes from it
 */
public record SimulationPlan(
    SimulatedSystem system,
    SystemConfig systemConfig,
    WorkloadProvider workload,
    Map<String, String> workloadOptions,
    List<String> nodes,
    Weather weather,
    TestPlan.Load load,
    Limits limits,
    Course course,
    long seed) {

  public SimulationPlan {
    workloadOptions = Collections.unmodifiableMap(new TreeMap<>(workloadOptions));
    nodes = List.copyOf(nodes);
  }

  /** What is done and what strikes. */
  public sealed interface Course {}

  /**
   * Operations from the workload and faults from a nemesis, both drawn from the seed.
   *
   * @param faults names of the kinds of faults that may strike
   */
  public record Drawn(List<String> faults, TestPlan.Nemesis nemesis) implements Course {}

  /**
   * Operations and faults that are written down.
   *
   * @param calmNanos when everything is healed and the weather turns calm
   * @param mustProgress whether every client must get an answer after that
   */
  public record Written(
      List<TimedOperation> operations,
      List<Disturbance> disturbances,
      long calmNanos,
      boolean mustProgress)
      implements Course {}

  /**
   * How long what may take, in virtual time.
   *
   * @param operation after which an operation that has not come back counts as {@code info}
   * @param progress within which every client must get an answer once all faults are gone
   * @param finalOperations for all final operations together
   */
  public record Limits(Duration operation, Duration progress, Duration finalOperations) {
    public static final Limits DEFAULT =
        new Limits(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30));
  }

  /** The same with another course and seed. */
  SimulationPlan with(Written other, long otherSeed) {
    return with(nodes, weather, load.concurrency(), other, otherSeed);
  }

  SimulationPlan with(
      List<String> otherNodes,
      Weather otherWeather,
      int concurrency,
      Written other,
      long otherSeed) {
    return new SimulationPlan(
        system,
        systemConfig,
        workload,
        workloadOptions,
        otherNodes,
        otherWeather,
        new TestPlan.Load(concurrency, load.ratePerSecond(), load.timeLimit()),
        limits,
        other,
        otherSeed);
  }
}
