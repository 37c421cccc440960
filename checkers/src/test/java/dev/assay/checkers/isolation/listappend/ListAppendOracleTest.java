package dev.assay.checkers.isolation.listappend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.IsolationChecker;
import dev.assay.checkers.isolation.listappend.AdyaLevels.Graph;
import dev.assay.checkers.isolation.listappend.TinyTransactions.Order;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * List-append on small random histories against the definitions, tried by force; the evidence
 * against its verifier. A campaign sets {@code assay.campaign.histories} and {@code
 * assay.campaign.seed}.
 */
class ListAppendOracleTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 8_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261126);

  private int valid;
  private int invalid;
  private int decidedSnapshots;

  @Test
  void verdictsAreThoseOfTheDefinitions() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < HISTORIES; i++) {
      TinyTransactions one = new TinyTransactions(random.split());
      judge(one, ConsistencyModel.SERIALIZABLE, one.isSerializable(Order.ANY));
      judge(one, ConsistencyModel.STRONG_SESSION_SERIALIZABLE, one.isSerializable(Order.SESSION));
      judge(one, ConsistencyModel.STRICT_SERIALIZABLE, one.isSerializable(Order.REAL_TIME));
      judgeSnapshots(one);
    }
    assertTrue(valid > HISTORIES / 2, "only " + valid + " valid");
    assertTrue(invalid > HISTORIES / 5, "only " + invalid + " invalid");
    assertTrue(decidedSnapshots > HISTORIES / 2, "only " + decidedSnapshots + " decided");
  }

  /** What each of Adya's levels forbids, and its session and real-time forms. */
  static final Map<ConsistencyModel, Predicate<Graph>> LEVELS = new TreeMap<>();

  static {
    LEVELS.put(ConsistencyModel.READ_COMMITTED, g -> Graph.isAcyclic(g.union(g.ww, g.wr)));
    LEVELS.put(
        ConsistencyModel.STRONG_SESSION_READ_COMMITTED,
        g -> Graph.isAcyclic(g.union(g.ww, g.wr, g.process)));
    LEVELS.put(
        ConsistencyModel.STRONG_READ_COMMITTED,
        g -> Graph.isAcyclic(g.union(g.ww, g.wr, g.realTime)));
    LEVELS.put(
        ConsistencyModel.CONSISTENT_VIEW,
        g -> Graph.isAcyclic(g.union(g.ww, g.wr)) && g.hasNoSingle(g.union(g.ww, g.wr)));
    LEVELS.put(ConsistencyModel.SNAPSHOT_ISOLATION, g -> g.hasOnlyAdjacent(g.union(g.ww, g.wr)));
    LEVELS.put(
        ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
        g -> g.hasOnlyAdjacent(g.union(g.ww, g.wr, g.process)));
    LEVELS.put(
        ConsistencyModel.STRONG_SNAPSHOT_ISOLATION,
        g -> g.hasOnlyAdjacent(g.union(g.ww, g.wr, g.realTime)));
    LEVELS.put(ConsistencyModel.REPEATABLE_READ, g -> Graph.isAcyclic(g.union(g.ww, g.wr, g.rw)));
    LEVELS.put(ConsistencyModel.SERIALIZABLE, g -> Graph.isAcyclic(g.union(g.ww, g.wr, g.rw)));
    LEVELS.put(
        ConsistencyModel.STRICT_SERIALIZABLE,
        g -> Graph.isAcyclic(g.union(g.ww, g.wr, g.rw, g.realTime)));
  }

  /** Levels at which the order of versions that nobody saw makes no difference. */
  private static final Set<ConsistencyModel> ALWAYS_DECIDED =
      EnumSet.of(
          ConsistencyModel.READ_COMMITTED,
          ConsistencyModel.STRONG_SESSION_READ_COMMITTED,
          ConsistencyModel.STRONG_READ_COMMITTED,
          ConsistencyModel.REPEATABLE_READ,
          ConsistencyModel.SERIALIZABLE,
          ConsistencyModel.STRICT_SERIALIZABLE);

  @Test
  void levelsAreThoseOfAdya() {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    Map<ConsistencyModel, Integer> holding = new TreeMap<>();
    Map<ConsistencyModel, Integer> broken = new TreeMap<>();
    for (int i = 0; i < HISTORIES / 2; i++) {
      TinyTransactions one = new TinyTransactions(random.split());
      AdyaLevels definition = new AdyaLevels(one);
      if (!definition.isSmall() || !definition.isInternallyConsistent()) {
        continue;
      }
      LEVELS.forEach(
          (model, level) -> {
            boolean expected = definition.satisfies(level);
            Verdict verdict = verdict(one, model);
            String wrong = expected ? "invalid" : "valid";
            assertNotEquals(wrong, verdict.label(), () -> model + " " + verdict + one);
            boolean isOpen = verdict instanceof Verdict.Unknown;
            assertFalse(
                isOpen && ALWAYS_DECIDED.contains(model), () -> model + " " + verdict + one);
            assertCertified(one, model, verdict);
            (expected ? holding : broken).merge(model, isOpen ? 0 : 1, Integer::sum);
          });
    }
    for (ConsistencyModel model : LEVELS.keySet()) {
      assertTrue(holding.getOrDefault(model, 0) > HISTORIES / 20, model + " held " + holding);
      assertTrue(broken.getOrDefault(model, 0) > HISTORIES / 200, model + " broke " + broken);
    }
  }

  /** Transactions that contradict themselves may commit in an order all the same. */
  @Test
  void contradictionsLeaveOrdersOfCommits() {
    SplittableRandom random = new SplittableRandom(SEED + 2);
    int holding = 0;
    for (int i = 0; i < 10 * HISTORIES; i++) { // for these are rare
      TinyTransactions one = new TinyTransactions(random.split());
      if (new AdyaLevels(one).isInternallyConsistent()) {
        continue;
      }
      for (ConsistencyModel model :
          List.of(
              ConsistencyModel.READ_UNCOMMITTED,
              ConsistencyModel.READ_COMMITTED,
              ConsistencyModel.STRONG_SESSION_READ_COMMITTED,
              ConsistencyModel.STRONG_READ_COMMITTED)) {
        Verdict verdict = verdict(one, model);
        assertCertified(one, model, verdict);
        holding += verdict instanceof Verdict.Valid ? 1 : 0;
      }
    }
    int all = holding;
    assertTrue(holding > HISTORIES / 20, () -> all + " held");
  }

  /** The serializable levels are decided always. */
  private void judge(TinyTransactions one, ConsistencyModel model, boolean expected) {
    Verdict verdict = verdict(one, model);
    assertEquals(
        expected ? "valid" : "invalid", verdict.label(), () -> model + " " + verdict + one);
    assertCertified(one, model, verdict);
    valid += expected ? 1 : 0;
    invalid += expected ? 0 : 1;
  }

  /** Snapshot isolation may stay undecided, where the order of some versions is not known. */
  private void judgeSnapshots(TinyTransactions one) {
    Verdict verdict = verdict(one, ConsistencyModel.SNAPSHOT_ISOLATION);
    String wrong = one.isSnapshotIsolated() ? "invalid" : "valid";
    assertNotEquals(wrong, verdict.label(), () -> verdict.toString() + one);
    decidedSnapshots += verdict instanceof Verdict.Unknown ? 0 : 1;
    assertCertified(one, ConsistencyModel.SNAPSHOT_ISOLATION, verdict);
  }

  private static Verdict verdict(TinyTransactions one, ConsistencyModel model) {
    try {
      return new IsolationChecker("list-append", ListAppend::infer, model)
          .check(one.history(), Budget.of(Duration.ofMinutes(1)));
    } catch (RuntimeException e) {
      throw new AssertionError("no verdict on " + one, e);
    }
  }

  private static void assertCertified(
      TinyTransactions one, ConsistencyModel model, Verdict verdict) {
    if (verdict instanceof Verdict.Unknown) {
      return;
    }
    Verification evidence =
        CertificateVerifier.verify(one.history(), verdict, CheckOptions.DEFAULT);
    assertTrue(evidence.accepted(), () -> model + ": " + evidence.reason() + " " + verdict + one);
  }
}
