package dev.assay.checkers.isolation.listappend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.IsolationChecker;
import dev.assay.histories.EventType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The levels that Elle's anomalies do not decide, on small random histories against {@link
 * CommitOrders}; and what levels imply. A campaign sets {@code assay.campaign.histories}.
 */
class ListAppendLevelsTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 1_500);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261126);

  /** Of which the verifier has rules by which to refuse what would be an order of theirs. */
  private static final Set<ConsistencyModel> PROMISES =
      EnumSet.of(
          ConsistencyModel.READ_YOUR_WRITES,
          ConsistencyModel.MONOTONIC_READS,
          ConsistencyModel.MONOTONIC_WRITES,
          ConsistencyModel.WRITES_FOLLOW_READS,
          ConsistencyModel.PRAM);

  private final Map<ConsistencyModel, int[]> counts = new TreeMap<>();
  private final SplittableRandom shuffle = new SplittableRandom(SEED + 1);

  @Test
  void levelsAreThoseOfTheDefinitions() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < HISTORIES; i++) {
      TinyTransactions one = new TinyTransactions(random.split());
      if (new AdyaLevels(one).isInternallyConsistent()) {
        judge(one);
      }
    }
    for (ConsistencyModel model : WeakLevels.MODELS) {
      int[] each = counts.getOrDefault(model, new int[3]);
      assertTrue(each[0] > HISTORIES / 10, model + " valid " + each[0]);
      boolean isRare = model == ConsistencyModel.WRITES_FOLLOW_READS;
      assertTrue(isRare || each[1] > HISTORIES / 2_000, model + " invalid " + each[1]);
      assertTrue(each[2] < HISTORIES / 3, model + " unknown " + each[2]);
    }
  }

  private void judge(TinyTransactions one) {
    Set<ConsistencyModel> satisfied = new CommitOrders(one).satisfied();
    for (ConsistencyModel model : WeakLevels.MODELS) {
      Verdict verdict = verdict(one, model);
      boolean expected = satisfied.contains(model);
      assertNotEquals(
          expected ? "invalid" : "valid", verdict.label(), () -> model + " " + verdict + one);
      int[] each = counts.computeIfAbsent(model, m -> new int[3]);
      each[verdict instanceof Verdict.Unknown ? 2 : expected ? 0 : 1]++;
      if (!(verdict instanceof Verdict.Unknown)) {
        Verification evidence =
            CertificateVerifier.verify(one.history(), verdict, CheckOptions.DEFAULT);
        assertTrue(evidence.accepted(), () -> model + ": " + evidence.reason() + verdict + one);
      }
      if (!expected && PROMISES.contains(model)) {
        assertNoOrder(one, model);
      }
    }
    assertImplications(one);
  }

  /** Where none keeps the promise the verifier refuses any. */
  private void assertNoOrder(TinyTransactions one, ConsistencyModel model) {
    List<Integer> order = new ArrayList<>();
    for (TinyTransactions.Txn txn : one.transactions()) {
      if (txn.outcome != EventType.FAIL) {
        order.add(shuffle.nextInt(order.size() + 1), txn.invoked);
      }
    }
    Verification any =
        CertificateVerifier.verify(
            one.history(),
            new Certificate.CommitOrder("list-append", model.label(), order),
            CheckOptions.DEFAULT);
    assertFalse(any.accepted() || any.gaveUp(), () -> model + " " + order + one);
  }

  /** Nothing stronger holds where something weaker does not. */
  private static void assertImplications(TinyTransactions one) {
    var found = verdict(one, ConsistencyModel.STRICT_SERIALIZABLE).summary().classification();
    for (String strong : found.holds()) {
      ConsistencyModel model = ConsistencyModel.named(strong).orElseThrow();
      for (ConsistencyModel weaker : model.implied()) {
        assertEquals(
            false,
            found.not().contains(weaker.label()) || found.alsoNot().contains(weaker.label()),
            () -> strong + " holds, " + weaker + " does not" + one);
      }
    }
  }

  private static Verdict verdict(TinyTransactions one, ConsistencyModel model) {
    return new IsolationChecker("list-append", ListAppend::infer, model)
        .check(one.history(), Budget.of(Duration.ofMinutes(1)));
  }
}
