package dev.assay.harness.run;

import dev.assay.harness.Strike;
import dev.assay.harness.SystemProvider;
import dev.assay.harness.WorkloadProvider;
import dev.assay.harness.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Everything that a run needs, and everything needed to run it again.
 *
 * @param version the version of Assay, for the record
 * @param command the command line that runs this again, for the record
 * @param nodes where the nodes come from, as on the command line: {@code local:5}, {@code h1,h2}
 * @param cluster brings those nodes up
 * @param system the system to deploy
 * @param systemConfig bugs, options and seed of the system
 * @param workload what clients do and how it is judged
 * @param workloadOptions options given to the workload, by name
 * @param faults names of the kinds of faults that may strike
 * @param nemesis draws the strikes
 * @param load how many clients do how much for how long
 * @param limits how long each step may take
 * @param stopAtFirstViolation whether to judge the history while it grows, and to end operations
 *     and faults at the first violation
 * @param seed all randomness of the run comes from it
 * @param folder the run's folder; made when missing
 */
public record TestPlan(
    String version,
    List<String> command,
    String nodes,
    ClusterSource cluster,
    SystemProvider system,
    SystemProvider.SystemConfig systemConfig,
    WorkloadProvider workload,
    Map<String, String> workloadOptions,
    List<String> faults,
    Nemesis nemesis,
    Load load,
    Limits limits,
    boolean stopAtFirstViolation,
    long seed,
    Path folder) {

  public TestPlan {
    command = List.copyOf(command);
    workloadOptions = Map.copyOf(workloadOptions);
    faults = List.copyOf(faults);
  }

  /** Brings the nodes up; the runner closes what it gets. */
  @FunctionalInterface
  public interface ClusterSource {
    Cluster open() throws IOException;
  }

  /** Draws the schedule of faults once the nodes have names. Pure. */
  @FunctionalInterface
  public interface Nemesis {
    /** A nemesis that leaves the system alone. */
    Nemesis NONE = (nodes, timeLimit, random) -> List.of();

    List<Strike> strikes(List<String> nodes, Duration timeLimit, SplittableRandom random);
  }

  /**
   * How hard clients try.
   *
   * @param concurrency how many clients there are; client i prefers node i mod nodes
   * @param ratePerSecond operations a second over all clients, on average, whether or not earlier
   *     ones came back (an open loop, as far as there are free clients); 0 for as many as can be
   * @param timeLimit how long operations and faults go on; healing and final operations follow
   */
  public record Load(int concurrency, double ratePerSecond, Duration timeLimit) {
    public Load {
      if (concurrency < 1) {
        throw new IllegalArgumentException("concurrency must be at least 1, got " + concurrency);
      }
      if (!(ratePerSecond >= 0) || Double.isInfinite(ratePerSecond)) {
        throw new IllegalArgumentException("rate must be 0 or more a second, got " + ratePerSecond);
      }
      if (timeLimit.isNegative() || timeLimit.compareTo(Duration.ofDays(365)) > 0) {
        throw new IllegalArgumentException("time limit must be 0 to 365 days, got " + timeLimit);
      }
    }
  }

  /**
   * How long each step may take before the run goes on without it, or fails.
   *
   * @param operation after which an operation that has not come back counts as {@code info}
   * @param setUp for installing, and again for starting until the system serves requests
   * @param heal for undoing all faults
   * @param recovery for the healed system to serve every client again
   * @param finalOperations for all final operations together
   * @param tearDown for stopping servers, for fetching logs, and for closing the cluster, each
   */
  public record Limits(
      Duration operation,
      Duration setUp,
      Duration heal,
      Duration recovery,
      Duration finalOperations,
      Duration tearDown) {
    public static final Limits DEFAULT =
        new Limits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20));

    public Limits withOperation(Duration operation) {
      return new Limits(operation, setUp, heal, recovery, finalOperations, tearDown);
    }
  }
}
