package dev.assay.checkers.invariants;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.InvariantOptions;
import dev.assay.histories.History;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checkers against the verifier's definitions on random histories: what is valid has to hold by the
 * definition, what is invalid has to break it by the operations that are named. {@code
 * -Dassay.oracle.cases=N} asks for more.
 */
class InvariantOracleTest {
  private static final int CASES = Integer.getInteger("assay.oracle.cases", 3_000);
  private static final List<CheckOptions> OPTIONS =
      List.of(
          CheckOptions.DEFAULT,
          CheckOptions.DEFAULT.withInvariants(new InvariantOptions(15L, true, true)));

  static Stream<String> workloads() {
    return Simulation.WORKLOADS.stream();
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void verdictsAreWhatTheDefinitionsSay(String workload) {
    SplittableRandom seeds = new SplittableRandom(20_261_126);
    int valid = 0;
    int invalid = 0;
    for (int i = 0; i < CASES; i++) {
      long seed = seeds.nextLong();
      History history = Simulation.history(workload, new SplittableRandom(seed), 30);
      Judged judged = judge(workload, history, OPTIONS.get(i % 2), seed);
      valid += judged.verdict().label().equals("valid") ? 1 : 0;
      invalid += judged.verdict().label().equals("invalid") ? 1 : 0;
    }
    assertTrue(valid > CASES / 60, valid + " valid histories");
    assertTrue(invalid > CASES / 60, invalid + " invalid histories");
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void aCorrectSystemIsNeverAccused(String workload) {
    SplittableRandom seeds = new SplittableRandom(77);
    for (int i = 0; i < CASES; i++) {
      long seed = seeds.nextLong();
      History history = Simulation.history(workload, new SplittableRandom(seed), 0);
      Judged judged = judge(workload, history, OPTIONS.get(i % 2), seed);
      assertNotEquals(
          "invalid", judged.verdict().label(), () -> "seed " + seed + ": " + judged.verdict());
    }
  }

  private static Judged judge(String workload, History history, CheckOptions options, long seed) {
    try {
      return Judged.of(workload, history, options);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }
}
