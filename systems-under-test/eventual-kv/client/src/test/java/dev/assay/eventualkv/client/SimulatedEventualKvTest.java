package dev.assay.eventualkv.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.Verdict;
import dev.assay.harness.FaultKind;
import dev.assay.harness.WorkloadProvider;
import dev.assay.simulation.Reconciliation;
import dev.assay.simulation.Scenario;
import dev.assay.simulation.Shrinker;
import dev.assay.simulation.Simulation;
import dev.assay.simulation.SimulationPlan;
import dev.assay.simulation.SimulationResult;
import dev.assay.simulation.Swarm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The store in the simulator: deterministic, never accused, accused with a bug. */
class SimulatedEventualKvTest {
  /** {@code -Dassay.campaign.seeds=10000} tries more. */
  private static final long SEEDS = Long.getLong("assay.campaign.seeds", 10);

  private static final Set<String> USUAL = Set.of("partition", "kill", "pause");

  private static SimulationResult run(long seed, String workload, List<String> bugs) {
    return Simulation.run(plan(seed, workload, bugs), Duration.ofSeconds(20), null);
  }

  private static SimulationPlan plan(long seed, String workload, List<String> bugs) {
    List<FaultKind> all = load(FaultKind.class);
    return Swarm.draw(
        new Swarm.Asked(
            new SimulatedEventualKv(),
            bugs,
            Map.of(),
            load(WorkloadProvider.class).stream()
                .filter(each -> each.name().equals(workload))
                .findFirst()
                .orElseThrow(),
            Map.of(),
            all.stream().filter(each -> USUAL.contains(each.name())).toList(),
            all,
            List.copyOf(Swarm.WEATHERS.keySet()),
            null,
            null,
            null,
            40.0,
            Map.of(),
            null,
            SimulationPlan.Limits.DEFAULT),
        seed);
  }

  private static <T> List<T> load(Class<T> kind) {
    return StreamSupport.stream(ServiceLoader.load(kind).spliterator(), false).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"siblings", "causal-register"})
  void sameSeedSameRun(String workload) {
    assertEquals(Optional.empty(), Reconciliation.check(plan(3, workload, List.of())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "siblings",
        "eventual-set",
        "eventual-counter",
        "eventual-register",
        "causal-register"
      })
  void whatIsClaimedIsKept(String workload) {
    long ok = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      SimulationResult result = run(seed, workload, List.of());
      assertEquals(Optional.empty(), result.failure(), "seed " + seed);
      assertInstanceOf(Verdict.Valid.class, result.verdict(), "seed " + seed);
      ok += result.ok();
    }
    assertTrue(ok > 20 * SEEDS, "operations that happened: " + ok);
  }

  /** Of concurrent writes one is lost, and reads may be old: no register that one could trust. */
  @Test
  void lastWriterWinsIsNotLinearizable() {
    assertTrue(isFound("register", List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "dropped-sibling, siblings",
    "summed-tallies, eventual-counter",
    "forgotten-session, causal-register"
  })
  void plantedBugsAreFound(String bug, String workload) {
    assertTrue(isFound(workload, List.of(bug)));
  }

  /** A scenario that leaves replicas no time to agree would accuse any store. */
  @Test
  void aShrunkScenarioAccusesOnlyTheBug() {
    SimulationResult failing = run(1, "siblings", List.of("dropped-sibling"));
    Scenario minimal =
        new Shrinker(
                Scenario.of(failing, failing.failure().orElseThrow()),
                Budget.of(Duration.ofSeconds(20)),
                smaller -> {})
            .shrink()
            .orElseThrow();
    String without = minimal.text().replaceAll("(?m)^bugs? .*\\R", "");
    assertNotEquals(without, minimal.text());
    Scenario correct =
        Scenario.parse(
            without, name -> new SimulatedEventualKv(), name -> failing.plan().workload());
    SimulationResult replayed = Simulation.run(correct.plan(), Duration.ofSeconds(20), null);
    assertInstanceOf(Verdict.Valid.class, replayed.verdict(), minimal.text());
  }

  private static boolean isFound(String workload, List<String> bugs) {
    for (long seed = 1; seed <= Math.max(SEEDS, 60); seed++) {
      if (run(seed, workload, bugs).verdict() instanceof Verdict.Invalid) {
        return true;
      }
    }
    return false;
  }
}
