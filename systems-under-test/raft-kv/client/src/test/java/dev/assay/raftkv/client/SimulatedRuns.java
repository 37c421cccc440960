package dev.assay.raftkv.client;

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
import java.util.stream.StreamSupport;

/** Simulated runs of Raft KV, as {@code assay simulate} makes them. */
final class SimulatedRuns {
  private SimulatedRuns() {}

  static SimulationPlan plan(long seed, String... bugs) {
    return plan(Hunt.USUAL, seed, bugs);
  }

  static SimulationPlan plan(Hunt hunt, long seed, String... bugs) {
    List<FaultKind> all = load(FaultKind.class);
    return Swarm.draw(
        new Swarm.Asked(
            new SimulatedRaftKv(),
            List.of(bugs),
            hunt.systemOptions(),
            load(WorkloadProvider.class).stream()
                .filter(each -> each.name().equals("cas-register"))
                .findFirst()
                .orElseThrow(),
            Map.of(),
            hunt.faults().stream().map(name -> kind(all, name)).toList(),
            all,
            hunt.weathers(),
            hunt.nodes(),
            hunt.timeLimit(),
            null,
            hunt.rate(),
            hunt.lasting(),
            hunt.calm(),
            SimulationPlan.Limits.DEFAULT),
        seed);
  }

  private static FaultKind kind(List<FaultKind> all, String name) {
    return all.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  static SimulationResult run(SimulationPlan plan) {
    return Simulation.run(plan, Duration.ofSeconds(10), null);
  }

  static SimulationResult run(long seed, String... bugs) {
    return run(plan(seed, bugs));
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
