package dev.assay.raftkv.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Verdict;
import dev.assay.raftkv.server.Bug;
import dev.assay.simulation.Reconciliation;
import dev.assay.simulation.SimulationPlan;
import dev.assay.simulation.SimulationResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Raft KV in the simulator: deterministic, correct without bugs, accused with them. */
class SimulatedRaftKvTest {
  /** Of each planted bug: {@code -Dassay.campaign.seeds=10000} tries all that are not cheap. */
  private static final long SEEDS = Long.getLong("assay.campaign.seeds", 25);

  @Test
  void sameSeedSameRun() {
    for (long seed = 1; seed <= 5; seed++) {
      assertEquals(Optional.empty(), Reconciliation.check(SimulatedRuns.plan(seed)));
    }
  }

  @Test
  void sameSeedSameRunInAnotherJvm() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xint", // no compiler: as different as can be
                "-cp",
                System.getProperty("java.class.path"),
                SimulatedRuns.class.getName(),
                "1",
                "3")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String printed = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(other.waitFor(60, TimeUnit.SECONDS));
      List<String> hashes = new ArrayList<>();
      for (long seed = 1; seed <= 3; seed++) {
        hashes.add(Long.toHexString(SimulatedRuns.run(seed).traceHash()));
      }
      assertEquals(hashes, printed.lines().toList());
      assertEquals(3, new TreeSet<>(hashes).size());
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void correctBuildIsNotAccused() {
    long ok = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      SimulationResult result = SimulatedRuns.run(seed);
      assertEquals(Optional.empty(), result.failure(), "seed " + seed);
      assertInstanceOf(Verdict.Valid.class, result.verdict(), "seed " + seed);
      ok += result.ok();
    }
    assertTrue(ok > 50 * SEEDS, "operations that happened: " + ok);
  }

  @Test
  void coarseBugsAreFoundSoon() {
    for (String bug : List.of("stale-read", "lonely-commit", "half-quorum")) {
      assertTrue(firstViolation(Hunt.USUAL, bug, SEEDS) > 0, bug);
    }
  }

  /** Prints the table of the first seeds that find each bug, in a campaign; every find replays. */
  @Test
  void everyBugIsFoundInACampaign() {
    if (System.getProperty("assay.campaign.seeds") == null) {
      return;
    }
    List<String> missed = new ArrayList<>();
    for (Bug bug : Bug.values()) {
      long seed = firstViolation(Hunt.of(bug), bug.label(), SEEDS);
      System.out.println(bug.label() + "\t" + seed);
      if (seed < 0) {
        missed.add(bug.label());
      } else {
        SimulationPlan plan = SimulatedRuns.plan(Hunt.of(bug), seed, bug.label());
        assertEquals(Optional.empty(), Reconciliation.check(plan), bug + " replays");
      }
    }
    assertEquals(List.of(), missed);
  }

  private static long firstViolation(Hunt hunt, String bug, long seeds) {
    for (long seed = 1; seed <= seeds; seed++) {
      SimulationResult result = SimulatedRuns.run(SimulatedRuns.plan(hunt, seed, bug));
      if (result.verdict() instanceof Verdict.Invalid) {
        return seed;
      }
    }
    return -1;
  }
}
