package dev.assay.checkers.isolation.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.text.ExplanationText;
import dev.assay.histories.EventType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What registers promise to sessions against all orders of the writers, tried by force; the
 * evidence against its verifier. A campaign sets {@code assay.campaign.histories} and {@code
 * assay.campaign.seed}.
 */
class SessionPromisesOracleTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 2_500);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261130);

  private final Map<String, Integer> seen = new TreeMap<>();
  private final SplittableRandom shuffle = new SplittableRandom(SEED + 1);

  @Test
  void verdictsAreThoseOfAllOrders() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < HISTORIES; i++) {
      TinyRegisters one = new TinyRegisters(random.split(), i % 2 == 0);
      AxiomsByForce orders = new AxiomsByForce(one);
      if (orders.isClear()) {
        compare(one, "read-your-writes", orders.readsOwnWrites());
        compare(one, "monotonic-reads", orders.readsForward());
        compare(one, "monotonic-writes", true);
        compare(one, "writes-follow-reads", orders.writesFollowReads());
        compare(one, "PRAM", orders.isPram());
      }
    }
    for (String promise :
        List.of("read-your-writes", "monotonic-reads", "writes-follow-reads", "PRAM")) {
      assertTrue(seen.getOrDefault(promise + " valid", 0) > HISTORIES / 20, seen::toString);
      assertTrue(seen.getOrDefault(promise + " invalid", 0) > 0, seen::toString);
    }
    assertTrue(seen.getOrDefault("cycle", 0) > 0, seen::toString);
  }

  private void compare(TinyRegisters one, String promise, boolean expected) {
    Verdict verdict = verdict(one, promise);
    assertEquals(
        expected ? "valid" : "invalid", verdict.label(), () -> promise + " " + verdict + one);
    seen.merge(promise + " " + verdict.label(), 1, Integer::sum);
    Verification evidence =
        CertificateVerifier.verify(one.history(), verdict, CheckOptions.DEFAULT);
    assertTrue(evidence.accepted(), () -> promise + ": " + evidence.reason() + " " + verdict + one);
    if (verdict instanceof Verdict.Invalid invalid) {
      assertNoOrder(one, promise);
      String text = ExplanationText.render(one.history(), invalid.anomalies().getFirst());
      assertTrue(text.contains("contradiction"), text);
      seen.merge(text.contains("everything") ? "initial" : "cycle", 1, Integer::sum);
    }
  }

  /** Where none keeps the promise the verifier refuses any. */
  private void assertNoOrder(TinyRegisters one, String promise) {
    List<Integer> order = new ArrayList<>();
    for (TinyRegisters.Txn txn : one.transactions()) {
      if (txn.outcome != EventType.FAIL) {
        order.add(shuffle.nextInt(order.size() + 1), txn.invoked);
      }
    }
    Verification any =
        CertificateVerifier.verify(
            one.history(),
            new Certificate.CommitOrder("rw-register", promise, order),
            CheckOptions.DEFAULT);
    assertFalse(any.accepted() || any.gaveUp(), () -> promise + " " + order + one);
  }

  private static Verdict verdict(TinyRegisters one, String promise) {
    try {
      return Checkers.forClaim("rw-register", promise)
          .check(one.history(), Budget.of(Duration.ofMinutes(1)));
    } catch (RuntimeException e) {
      throw new AssertionError("no verdict on " + one, e);
    }
  }
}
