package dev.assay.checkers.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate.IllegalWindow;
import dev.assay.checkers.certificates.Certificate.LinearizationOrder;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Every search, the monitor and their certificates against brute force on small random histories. A
 * campaign sets {@code assay.campaign.histories} and {@code assay.campaign.seed}.
 */
class RegisterOracleTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 12_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261123);

  private int linearizable;
  private int monitored;
  private int legalOrders;

  @Test
  void everySearchAgreesWithBruteForce() {
    HistoryCase.PROPERTY.check(SEED, HISTORIES, this::agrees);
    assertTrue(linearizable > HISTORIES / 10 && linearizable < HISTORIES * 9 / 10);
  }

  private void agrees(HistoryCase one) {
    boolean expected = BruteForce.isLinearizable(one.history(), one.model());
    linearizable += expected ? 1 : 0;
    for (Engine.Strategy strategy : Engine.Strategy.values()) {
      Verdict verdict =
          new LinearizabilityChecker(one.model(), 1, strategy)
              .check(one.history(), Budget.of(Duration.ofMinutes(1)));
      assertEquals(expected ? "valid" : "invalid", verdict.label(), strategy.name());
      Verification verification = CertificateVerifier.verify(one.history(), verdict, one.options());
      assertTrue(verification.accepted(), strategy + ": " + verification.reason());
    }
  }

  @Test
  void theMonitorAgreesWithBruteForce() {
    HistoryCase.PROPERTY.check(SEED + 1, HISTORIES * 2, this::monitorAgrees);
    assertTrue(monitored > HISTORIES / 5, "the monitor decided only " + monitored);
  }

  private void monitorAgrees(HistoryCase one) throws ComplaintException {
    ObjectSplit split = ObjectSplit.of(one.history());
    Problem problem = Problem.of(one.history(), split, 0, one.model());
    Answer answer = new RegisterMonitor(one.model()).decide(problem);
    if (answer != null) {
      monitored++;
      boolean expected = BruteForce.isLinearizable(one.history(), one.model());
      assertEquals(expected, answer instanceof Answer.Yes);
    }
  }

  /** Orders with operations left out, doubled or exchanged: accepted exactly when legal. */
  @Test
  void theVerifierKnowsLegalOrders() {
    SplittableRandom random = new SplittableRandom(SEED);
    HistoryCase.PROPERTY.check(SEED + 2, HISTORIES, one -> ordersAreJudged(one, random));
    assertTrue(legalOrders > HISTORIES / 20, "only " + legalOrders + " changed orders were legal");
  }

  private void ordersAreJudged(HistoryCase one, SplittableRandom random) {
    Verdict verdict =
        new LinearizabilityChecker(one.model(), 1)
            .check(one.history(), Budget.of(Duration.ofMinutes(1)));
    if (!(verdict instanceof Verdict.Valid valid)
        || !(valid.certificates().get(0) instanceof LinearizationOrder order)) {
      return;
    }
    List<Integer> changed = new ArrayList<>(order.order());
    if (changed.size() > 1) {
      int at = random.nextInt(changed.size() - 1);
      switch (random.nextInt(4)) {
        case 0 -> changed.subList(at, at + 1).clear();
        case 1 -> changed.add(changed.get(at));
        case 2 -> changed.add(at, random.nextInt(one.history().size()));
        default -> Collections.swap(changed, at, at + 1);
      }
    }
    boolean isLegal = BruteForce.isLegalOrder(one.history(), one.model(), changed);
    legalOrders += isLegal ? 1 : 0;
    Verification verification =
        CertificateVerifier.verify(
            one.history(), new LinearizationOrder(null, order.model(), changed), one.options());
    assertEquals(isLegal, verification.accepted(), verification.reason());
  }

  /**
   * Whatever part of a linearizable history is called illegal: the verifier does not believe it.
   */
  @Test
  void theVerifierAcceptsNoWindowOfALinearizableHistory() {
    SplittableRandom random = new SplittableRandom(SEED);
    HistoryCase.PROPERTY.check(
        SEED + 3,
        HISTORIES,
        one -> {
          if (one.history().size() > 0 && BruteForce.isLinearizable(one.history(), one.model())) {
            for (int i = 0; i < 10; i++) {
              IllegalWindow window = anyWindow(one.history(), random);
              assertFalse(
                  CertificateVerifier.verify(one.history(), window, one.options()).accepted(),
                  window::toString);
            }
          }
        });
  }

  private static IllegalWindow anyWindow(History history, SplittableRandom random) {
    int last = random.nextInt(history.size());
    int first = random.nextBoolean() ? 0 : random.nextInt(last + 1);
    List<Integer> operations = new ArrayList<>();
    for (int e = 0; e <= last; e++) {
      boolean isBefore = history.pair(e) != History.NONE && history.pair(e) < first;
      if (history.isClientInvocation(e) && !isBefore && random.nextInt(4) > 0) {
        operations.add(e);
      }
    }
    return new IllegalWindow(null, "cas-register", operations, first, last);
  }
}
