package dev.assay.raftkv.client;

import dev.assay.checkers.Budget;
import dev.assay.harness.FaultKind;
import dev.assay.harness.WorkloadProvider;
import dev.assay.simulation.Simulation;
import dev.assay.simulation.SimulationPlan;
import dev.assay.simulation.SimulationResult;
import dev.assay.simulation.Swarm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Simulated runs of Raft KV, as {@code assay simulate} makes them. */
final class SimulatedRuns {
  private static final Set<String> USUAL =
      Set.of("partition", "kill", "pause", "members", "hand-over");

  private SimulatedRuns() {}

  static SimulationPlan plan(long seed, String... bugs) {
    List<FaultKind> all = load(FaultKind.class);
    return Swarm.draw(
        new Swarm.Asked(
            new SimulatedRaftKv(),
            List.of(bugs),
            Map.of(),
            load(WorkloadProvider.class).stream()
                .filter(each -> each.name().equals("cas-register"))
                .findFirst()
                .orElseThrow(),
            Map.of(),
            all.stream().filter(each -> USUAL.contains(each.name())).toList(),
            all,
            List.copyOf(Swarm.WEATHERS.keySet()),
            null,
            null,
            null,
            null,
            Map.of(),
            null,
            SimulationPlan.Limits.DEFAULT),
        seed);
  }

  static SimulationResult run(long seed, String... bugs) {
    return Simulation.run(plan(seed, bugs), Budget.of(Duration.ofSeconds(10)), null);
  }

  private static <T> List<T> load(Class<T> kind) {
    return StreamSupport.stream(ServiceLoader.load(kind).spliterator(), false).toList();
  }

  /** Prints the hashes of the seeds from the first argument to the second. */
  public static void main(String[] args) {
    for (long seed = Long.parseLong(args[0]); seed <= Long.parseLong(args[1]); seed++) {
      System.out.println(Long.toHexString(run(seed).traceHash()));
    }
  }
}
