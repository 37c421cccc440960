package dev.assay.cli;

import dev.assay.harness.FaultKind;
import dev.assay.harness.PlantedBug;
import dev.assay.harness.SystemProvider;
import dev.assay.harness.WorkloadProvider;
import dev.assay.nemesis.Schedule;
import dev.assay.simulation.SimulatedSystem;
import dev.assay.simulation.SimulationPlan;
import dev.assay.simulation.Swarm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What can be said of simulated runs; what is not said is drawn from each seed. */
final class SimulateOptions {
  @Parameters(
      paramLabel = "SYSTEM",
      arity = "0..1",
      description = "What to simulate: see ./assay list systems -v")
  private String system = "";

  @Option(
      names = {"-w", "--workload"},
      paramLabel = "NAME",
      description = "What clients do. Default: the system's first workload.")
  private @Nullable String workload;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many nodes there are. Default: drawn from each seed.")
  private @Nullable Integer nodes;

  @Option(
      names = "--faults",
      split = ",",
      paramLabel = "NAME[=TIME..TIME]",
      description =
          "What may go wrong, or none: kinds of ./assay list faults, and packets (delayed, lost,"
              + " repeated, reordered), clocks (drift, wrong), disks (slow). Each seed leaves out"
              + " some. Default: partition,kill,pause,packets,clocks,disks, and members,hand-over"
              + " where the system has them")
  private List<String> faults = List.of();

  @Option(
      names = "--calm",
      paramLabel = "TIME..TIME",
      description = "How long nothing goes wrong between rounds of faults. Default: drawn.")
  private Schedule.@Nullable Range calm;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      description = "How long operations and faults go on, in virtual time. Default: drawn.")
  private @Nullable Duration timeLimit;

  @Option(
      names = "--progress-limit",
      paramLabel = "TIME",
      defaultValue = "30s",
      description =
          "Within this virtual time every client must get an answer once all faults are gone."
              + " Default: ${DEFAULT-VALUE}")
  private Duration progressLimit = Duration.ZERO;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "How many clients there are. Default: drawn.")
  private @Nullable Integer concurrency;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Operations a second over all clients. Default: drawn.")
  private @Nullable Double rate;

  @Option(
      names = "--bug",
      split = ",",
      paramLabel = "NAME",
      description = "Switch on a planted bug of the system.")
  private List<String> bugs = List.of();

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

  @Mixin private KeyFlags keys = new KeyFlags();

  @Mixin private TimestampFlag timestamps = new TimestampFlag();

  String system() {
    return system;
  }

  /**
   * What all runs have in common.
   *
   * @throws UsageException when it cannot be done
   */
  Swarm.Asked asked() {
    if (system.isEmpty()) {
      throw new UsageException("which SYSTEM? See ./assay list systems; or --scenario FILE");
    }
    SystemProvider provider = Catalog.system(system);
    WorkloadProvider chosen = TestOptions.chooseWorkload(provider, workload);
    for (String bug : bugs) {
      Catalog.find("planted bug of " + system, bug, provider.bugs(), PlantedBug::name);
    }
    TestOptions.checkNames("option of " + system, systemOptions, provider.options());
    keys.addTo(workloadOptions, chosen);
    timestamps.addTo(workloadOptions, chosen, provider, systemOptions);
    TestOptions.checkNames(
        "option of workload " + chosen.name(), workloadOptions, chosen.options());
    if ((nodes != null && (nodes < 1 || nodes > 100))
        || (concurrency != null && (concurrency < 1 || concurrency > 10_000))) {
      throw new UsageException("--nodes must be 1 to 100, --concurrency 1 to 10000");
    }
    List<FaultKind> kinds = new ArrayList<>();
    List<String> weathers = new ArrayList<>();
    Map<String, Schedule.Range> lasting = new LinkedHashMap<>();
    parseFaults(provider, kinds, weathers, lasting);
    Swarm.Asked asked =
        new Swarm.Asked(
            simulated(system),
            List.copyOf(bugs),
            Map.copyOf(systemOptions),
            chosen,
            Map.copyOf(workloadOptions),
            kinds,
            Catalog.faults(),
            weathers,
            nodes,
            timeLimit,
            concurrency,
            rate,
            lasting,
            calm,
            new SimulationPlan.Limits(
                SimulationPlan.Limits.DEFAULT.operation(),
                progressLimit,
                SimulationPlan.Limits.DEFAULT.finalOperations()));
    checkValues(asked);
    return asked;
  }

  static SimulatedSystem simulated(String name) {
    List<SimulatedSystem> all = Catalog.simulated();
    return all.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    name
                        + " cannot be simulated, only "
                        + String.join(", ", all.stream().map(SimulatedSystem::name).toList())));
  }

  /** Illegal values are found now and not in the middle of a campaign. */
  private static void checkValues(Swarm.Asked asked) {
    try {
      SimulationPlan plan = Swarm.draw(asked, 1);
      plan.workload().create(plan.workloadOptions(), 1);
      plan.system().create(plan.nodes(), plan.systemConfig()).program(plan.nodes().getFirst());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private List<String> faults(SystemProvider provider) {
    if (!faults.isEmpty()) {
      return faults;
    }
    List<String> usual = new ArrayList<>(List.of("partition", "kill", "pause"));
    if (provider.hasOperator()) {
      usual.addAll(List.of("members", "hand-over"));
    }
    usual.addAll(Swarm.WEATHERS.keySet());
    return usual;
  }

  private void parseFaults(
      SystemProvider provider,
      List<FaultKind> kinds,
      List<String> weathers,
      Map<String, Schedule.Range> lasting) {
    if (faults.equals(List.of("none"))) {
      return;
    }
    for (String fault : faults(provider)) {
      int equals = fault.indexOf('=');
      String name = equals < 0 ? fault : fault.substring(0, equals);
      if (Swarm.WEATHERS.containsKey(name)) {
        weathers.add(name);
        continue;
      }
      kinds.add(FaultOptions.requirePossible(kind(name), provider));
      if (equals >= 0) {
        lasting.put(name, FaultOptions.range(fault.substring(equals + 1)));
      }
    }
  }

  private static FaultKind kind(String name) {
    List<FaultKind> all = Catalog.faults();
    List<String> names = new ArrayList<>(all.stream().map(FaultKind::name).toList());
    names.addAll(Swarm.WEATHERS.keySet());
    return all.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new UsageException(Suggestions.unknown("fault", name, names)));
  }
}
