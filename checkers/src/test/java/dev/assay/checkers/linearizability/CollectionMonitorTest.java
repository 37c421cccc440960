package dev.assay.checkers.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The monitors of collections on histories in which no element is inserted twice: each answer
 * against brute force, and the certificates of both.
 */
class CollectionMonitorTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 4_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261126);
  private static final int OPERATIONS_MAX = 7;

  @ParameterizedTest
  @ValueSource(
      strings = {"fifo-queue", "stack", "priority-queue", "min-priority-queue", "unordered-queue"})
  void theMonitorDecidesAsBruteForceDoes(String name) throws Exception {
    Model model = model(name);
    Monitor monitor = Objects.requireNonNull(Monitor.of(model));
    SplittableRandom random = new SplittableRandom(SEED ^ name.hashCode() * 0x9E3779B97F4A7C15L);
    int decided = 0;
    int invalid = 0;
    for (int i = 0; i < HISTORIES; i++) {
      History history = ModelCases.distinct(name, model, random.split(), OPERATIONS_MAX);
      String context =
          name + ", history " + i + "\n" + new HistoryCase(history, CheckOptions.DEFAULT);
      boolean expected = BruteForce.isLinearizable(history, model);
      Problem problem = Problem.of(history, ObjectSplit.of(history), 0, model);
      Answer answer = monitor.decide(problem);
      if (answer != null) {
        decided++;
        assertEquals(expected, answer instanceof Answer.Yes, context);
      }
      invalid += expected ? 0 : 1;
      Verdict verdict =
          new LinearizabilityChecker(model, 1).check(history, Budget.of(Duration.ofMinutes(1)));
      assertEquals(expected ? "valid" : "invalid", verdict.label(), context);
      Verification verification =
          CertificateVerifier.verify(history, verdict, CheckOptions.DEFAULT);
      assertTrue(verification.accepted(), () -> verification.reason() + "\n" + context);
    }
    assertTrue(decided > HISTORIES * 0.85, name + ": the monitor decided only " + decided);
    assertTrue(invalid > HISTORIES / 10, name + ": only " + invalid + " invalid");
  }

  private static Model model(String name) {
    return Objects.requireNonNull(Models.byName().get(name)).apply(CheckOptions.DEFAULT);
  }
}
