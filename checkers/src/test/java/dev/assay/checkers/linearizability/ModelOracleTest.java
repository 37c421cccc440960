package dev.assay.checkers.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Forgeries;
import dev.assay.checkers.certificates.Verification;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every model on small random histories: the checker against brute force over all orders, and its
 * evidence against specifications that were written a second time. A campaign sets {@code
 * assay.campaign.histories} and {@code assay.campaign.seed}.
 */
class ModelOracleTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 1_500);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261126);
  private static final int OPERATIONS_MAX = 7;

  static Set<String> models() {
    return Models.byName().keySet();
  }

  @ParameterizedTest
  @MethodSource("models")
  void theCheckerAgreesWithBruteForceAndTheVerifierWithTheChecker(String name) {
    CheckOptions options = ModelCases.options(name);
    Model model = Objects.requireNonNull(Models.byName().get(name)).apply(options);
    SplittableRandom random = new SplittableRandom(SEED ^ name.hashCode() * 0x9E3779B97F4A7C15L);
    Forgeries forgeries = new Forgeries(SEED, 2);
    int valid = 0;
    int invalid = 0;
    for (int i = 0; i < HISTORIES; i++) {
      History history = ModelCases.random(name, model, random.split(), OPERATIONS_MAX);
      if (hasComplaint(history, model)) {
        continue;
      }
      boolean expected = BruteForce.isLinearizable(history, model);
      Verdict verdict =
          new LinearizabilityChecker(model, 1).check(history, Budget.of(Duration.ofMinutes(1)));
      String context = name + ", history " + i + "\n" + new HistoryCase(history, options);
      assertEquals(expected ? "valid" : "invalid", verdict.label(), context);
      Verification verification = CertificateVerifier.verify(history, verdict, options);
      assertTrue(
          verification.accepted(), () -> verification.reason() + "\n" + verdict + "\n" + context);
      forgeries.show(history, verdict, options, true);
      valid += expected ? 1 : 0;
      invalid += expected ? 0 : 1;
    }
    assertTrue(valid > HISTORIES / 20, name + ": only " + valid + " valid");
    assertTrue(invalid > HISTORIES / 20, name + ": only " + invalid + " invalid");
  }

  static boolean hasComplaint(History history, Model model) {
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event)) {
        EventType outcome = history.outcome(event);
        Object result = outcome == EventType.OK ? history.value(history.pair(event)) : null;
        Action action = new Action(history.f(event), history.value(event), result, outcome);
        if (model.complaint(action) != null) {
          return true;
        }
      }
    }
    return false;
  }
}
