package dev.assay.checkers.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.certificates.Certificate.ClashingPair;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.histories.History;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two operations clash only in histories for which brute force finds no order, and the verifier,
 * which has its own rules, agrees about each two of every history.
 */
class ClashingPairTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 2_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261127);
  private static final int OPERATIONS_MAX = 7;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "versioned-register",
        "revision-register",
        "fetch-and-add",
        "log",
        "id-generator",
        "max-register"
      })
  void noTwoOperationsOfALinearizableHistoryClash(String name) throws Exception {
    CheckOptions options = ModelCases.options(name);
    Model model = Objects.requireNonNull(Models.byName().get(name)).apply(options);
    SplittableRandom random = new SplittableRandom(SEED ^ name.hashCode() * 0x9E3779B97F4A7C15L);
    int clashes = 0;
    for (int i = 0; i < HISTORIES; i++) {
      History history =
          i % 2 == 0
              ? MonitorCases.random(name, model, random.split(), OPERATIONS_MAX)
              : ModelCases.random(name, model, random.split(), OPERATIONS_MAX);
      if (ModelOracleTest.hasComplaint(history, model)) {
        continue;
      }
      String context = name + ", history " + i + "\n" + new HistoryCase(history, options);
      Problem problem = Problem.of(history, ObjectSplit.of(history), 0, model);
      boolean isClash = anyClash(history, problem, options, context);
      assertFalse(isClash && BruteForce.isLinearizable(history, model), context);
      clashes += isClash ? 1 : 0;
    }
    assertTrue(clashes > HISTORIES / 50, name + ": only " + clashes + " with a clash");
  }

  private static boolean anyClash(
      History history, Problem problem, CheckOptions options, String context) {
    boolean isAny = false;
    for (int one = 0; one < problem.size(); one++) {
      for (int other = 0; other < problem.size(); other++) {
        boolean clashes = one != other && new Pair(one, other).clashes(problem);
        ClashingPair pair =
            new ClashingPair(
                null,
                problem.model().name(),
                problem.invocations()[one],
                problem.invocations()[other]);
        boolean isAccepted = CertificateVerifier.verify(history, pair, options).accepted();
        assertEquals(clashes, isAccepted, () -> pair + "\n" + context);
        isAny |= clashes;
      }
    }
    return isAny;
  }
}
