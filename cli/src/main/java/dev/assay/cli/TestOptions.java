package dev.assay.cli;

import dev.assay.checkers.Checkers;
import dev.assay.harness.PlantedBug;
import dev.assay.harness.SystemProvider;
import dev.assay.harness.SystemProvider.SystemConfig;
import dev.assay.harness.WorkloadProvider;
import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.Clusters;
import dev.assay.harness.run.TestPlan;
import dev.assay.histories.format.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What can be said of a test on the command line, and the plan that it makes. */
final class TestOptions {
  private static final long SEED_BOUND = 1_000_000_000L;

  @Parameters(paramLabel = "SYSTEM", description = "What to test: see ./assay list systems -v")
  private String system = "";

  @Option(
      names = {"-w", "--workload"},
      paramLabel = "NAME",
      description = "What clients do. Default: the system's first workload.")
  private @Nullable String workload;

  @Mixin private NodeOptions nodes = new NodeOptions();

  @Mixin private FaultOptions faults = new FaultOptions();

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "How long operations and faults go on. Default: ${DEFAULT-VALUE}")
  private Duration timeLimit = Duration.ZERO;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many clients there are. Default: ${DEFAULT-VALUE}")
  private int concurrency;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "Operations a second over all clients; 0: as many as can be. Default: ${DEFAULT-VALUE}")
  private double rate;

  @Option(
      names = "--operation-timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      description = "After this an operation counts as info. Default: ${DEFAULT-VALUE}")
  private Duration operationTimeout = Duration.ZERO;

  @Option(
      names = "--set-up-timeout",
      paramLabel = "TIME",
      defaultValue = "2m",
      description = "How long installing may take, and again starting. Default: ${DEFAULT-VALUE}")
  private Duration setUpTimeout = Duration.ZERO;

  @Option(
      names = "--consistency",
      paramLabel = "MODEL",
      description = "The claim to check. Default: the one that the workload decides.")
  private @Nullable String consistency;

  @Option(
      names = "--stop-at-first-violation",
      description = "Judge the history while it grows; end the run at the first violation.")
  private boolean stopAtFirstViolation;

  @Option(
      names = "--bug",
      split = ",",
      paramLabel = "NAME",
      description = "Switch on a planted bug of the system.")
  private List<String> bugs = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "All randomness of the run comes from it. Default: drawn, and told.")
  private @Nullable Long seed;

  @Option(
      names = "--system-option",
      paramLabel = "NAME=VALUE",
      description = "An option of the system; see ./assay list systems -v")
  private Map<String, String> systemOptions = new LinkedHashMap<>();

  @Option(
      names = "--workload-option",
      paramLabel = "NAME=VALUE",
      description = "An option of the workload; see ./assay list workloads -v")
  private Map<String, String> workloadOptions = new LinkedHashMap<>();

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Where the folder of the run is made. Default: ${DEFAULT-VALUE}")
  private Path runs = Path.of("");

  @Mixin private KeyFlags keys = new KeyFlags();

  @Mixin private TimestampFlag timestamps = new TimestampFlag();

  /** Brings up nodes from what {@code --nodes} says. */
  @FunctionalInterface
  interface Opener {
    Cluster open(Clusters.Described described) throws IOException;
  }

  /**
   * The plan for what was asked for.
   *
   * @param typed the arguments as they were typed after {@code ./assay}
   * @throws UsageException when it cannot be done; nothing has been touched then
   * @throws IOException when a file of nodes cannot be read
   */
  TestPlan plan(List<String> typed, Opener opener) throws IOException {
    SystemProvider provider = Catalog.system(system);
    WorkloadProvider chosen = chooseWorkload(provider, workload);
    checkConsistency(chosen);
    keys.addTo(workloadOptions, chosen);
    timestamps.addTo(workloadOptions, chosen, provider, systemOptions);
    for (String bug : bugs) {
      Catalog.find("planted bug of " + system, bug, provider.bugs(), PlantedBug::name);
    }
    checkNames("option of " + system, systemOptions, provider.options());
    checkNames("option of workload " + chosen.name(), workloadOptions, chosen.options());
    faults.requirePossible(provider);
    List<String> faultNames = faults.names();
    long drawn = seed == null ? new SecureRandom().nextLong(SEED_BOUND) : seed;
    try {
      // Illegal values are found now, not when the nodes are up.
      provider.checkOptions(systemOptions);
      chosen.create(workloadOptions, drawn);
      Clusters.Described cluster = Clusters.describe(nodes.nodes(), nodes.clusterOptions());
      return new TestPlan(
          Version.number(),
          command(typed, drawn),
          nodes.nodes(),
          () -> opener.open(cluster),
          provider,
          new SystemConfig(List.copyOf(bugs), Map.copyOf(systemOptions), chosen.name(), drawn),
          chosen,
          workloadOptions,
          faultNames,
          faults.nemesis(),
          new TestPlan.Load(concurrency, rate, timeLimit),
          limits(),
          stopAtFirstViolation,
          drawn,
          newFolder());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Path newFolder() {
    try {
      return RunFolder.create(runs, system, Instant.now()).path();
    } catch (IOException e) {
      throw new UsageException(
          "--runs: expected a folder that can be written to, found "
              + Text.printable(runs.toString())
              + " ("
              + Failures.reason(e)
              + ")");
    }
  }

  private TestPlan.Limits limits() {
    TestPlan.Limits usual = TestPlan.Limits.DEFAULT;
    return new TestPlan.Limits(
        operationTimeout,
        setUpTimeout,
        usual.heal(),
        usual.recovery(),
        usual.finalOperations(),
        usual.tearDown());
  }

  /** What to type to run this again: what was typed now, and the seed. */
  private List<String> command(List<String> typed, long drawn) {
    List<String> command = new ArrayList<>();
    command.add("./assay");
    command.addAll(typed);
    if (seed == null) {
      command.add("--seed");
      command.add(Long.toString(drawn));
    }
    return command;
  }

  /** The workload of that name, or the system's first. */
  static WorkloadProvider chooseWorkload(SystemProvider provider, @Nullable String workload) {
    if (workload == null) {
      return Catalog.workload(provider.workloads().getFirst());
    }
    WorkloadProvider chosen = Catalog.workload(workload);
    if (!provider.workloads().contains(workload)) {
      throw new UsageException(
          provider.name()
              + " cannot serve workload "
              + workload
              + ", only "
              + String.join(", ", provider.workloads()));
    }
    return chosen;
  }

  /** Of transactions the claim is a matter of choice, and an option of the workload. */
  private void checkConsistency(WorkloadProvider chosen) {
    if (consistency != null && Checkers.isOfTransactions(chosen.name())) {
      Catalog.requireModel(consistency);
      workloadOptions.putIfAbsent("consistency", consistency);
    } else if (consistency != null && !consistency.equals(chosen.consistency())) {
      throw new UsageException(
          "workload "
              + chosen.name()
              + " decides whether a history is "
              + chosen.consistency()
              + ", not "
              + Text.printable(consistency));
    }
  }

  static void checkNames(String what, Map<String, String> given, Map<String, String> known) {
    Collection<String> names = known.keySet();
    for (String name : given.keySet()) {
      if (!names.contains(name)) {
        throw new UsageException(Suggestions.unknown(what, name, names));
      }
    }
  }
}
