package dev.assay.raftkv.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.harness.WorkloadProvider;
import dev.assay.simulation.Scenario;
import dev.assay.simulation.Shrinker;
import dev.assay.simulation.Simulation;
import dev.assay.simulation.SimulationPlan.Written;
import dev.assay.simulation.SimulationResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A run that fails becomes a text, the text a run, and a small one. */
class ShrinkingTest {
  private static Scenario failing() {
    for (long seed = 1; seed <= 50; seed++) {
      SimulationResult result = SimulatedRuns.run(seed, "stale-read");
      if (result.failure().isPresent()) {
        return Scenario.of(result, result.failure().get());
      }
    }
    throw new AssertionError("no seed finds stale reads");
  }

  private static Scenario parse(String text) {
    WorkloadProvider workload = SimulatedRuns.plan(1).workload();
    return Scenario.parse(text, name -> new SimulatedRaftKv(), name -> workload);
  }

  private static SimulationResult run(Scenario scenario) {
    return Simulation.run(scenario.plan(), Duration.ofSeconds(10), null);
  }

  @Test
  void textHoldsTheWholeScenario() {
    Scenario scenario = failing();
    Scenario read = parse(scenario.text());
    assertEquals(scenario.text(), read.text());
    assertEquals(run(scenario).traceHash(), run(read).traceHash());
    assertEquals(scenario.kind(), run(read).failure().orElseThrow().kind());
  }

  @Test
  void shrunkScenarioHasFewOperationsAndFailsInTheSameWay() {
    Scenario scenario = failing();
    List<Scenario> steps = new ArrayList<>();
    Scenario minimal =
        new Shrinker(scenario, Budget.of(Duration.ofSeconds(60)), steps::add)
            .shrink()
            .orElseThrow();
    Written course = (Written) parse(minimal.text()).plan().course();
    assertTrue(course.operations().size() < 10, minimal.text());
    assertTrue(course.disturbances().size() <= 2, minimal.text());
    assertTrue(steps.size() > 2);
    SimulationResult replayed = run(parse(minimal.text()));
    assertEquals(scenario.root(), replayed.failure().orElseThrow().root());
  }

  @Test
  void stoppedKeepsTheSmallestSoFar() {
    Scenario scenario = failing();
    List<Scenario> steps = new ArrayList<>();
    AtomicReference<Shrinker> shrinker = new AtomicReference<>();
    shrinker.set(
        new Shrinker(
            scenario,
            Budget.of(Duration.ofSeconds(60)),
            step -> {
              steps.add(step);
              if (steps.size() == 3) {
                shrinker.get().stop();
              }
            }));
    Scenario kept = shrinker.get().shrink().orElseThrow();
    assertTrue(steps.size() < 10, "it went on for " + steps.size());
    assertEquals(steps.getLast().text(), kept.text());
  }

  @Test
  void complaintsNameTheLine() {
    assertTrue(complaint("hello").contains("line 1: expected `assay-scenario 1`"));
    String text = failing().text();
    int lines = (int) text.lines().count();
    assertTrue(
        complaint(text + "op 1.0 client 0 read")
            .contains("line " + (lines + 1) + ": expected `op"));
    assertTrue(complaint(text + "fault 1 2 burn n1").contains("line " + (lines + 1)));
    assertTrue(complaint(text + "seed 3").contains("seed is there twice"));
    assertTrue(complaint(text.replaceFirst("nodes .*", "")).contains("needs a line `nodes"));
    assertTrue(complaint(text + "op 1.0 client 99 read 0 null").contains("clients 0 to"));
  }

  private static String complaint(String text) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> parse(text)).getMessage());
  }
}
