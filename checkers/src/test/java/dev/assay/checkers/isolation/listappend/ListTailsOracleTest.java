package dev.assay.checkers.isolation.listappend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.EvidenceTable;
import dev.assay.checkers.isolation.IsolationChecker;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Lists whose last appends nobody read: every level that asks for their order is decided, as the
 * definitions say by force. A campaign sets {@code assay.campaign.histories} and {@code
 * assay.campaign.seed}.
 */
class ListTailsOracleTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 3_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261128);

  private static final List<ConsistencyModel> BY_ADYA =
      List.of(
          ConsistencyModel.CONSISTENT_VIEW,
          ConsistencyModel.SNAPSHOT_ISOLATION,
          ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
          ConsistencyModel.STRONG_SNAPSHOT_ISOLATION);

  private static final List<ConsistencyModel> BY_COMMITS =
      List.of(
          ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION,
          ConsistencyModel.CURSOR_STABILITY,
          ConsistencyModel.UPDATE_SERIALIZABLE);

  /** What only orders tell: how often. */
  private final Map<String, Integer> refuted = new TreeMap<>();

  private final Map<ConsistencyModel, Integer> proven = new TreeMap<>();

  @Test
  void levelsAreThoseOfTheDefinitions() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < HISTORIES; i++) {
      TinyTransactions one = TinyTransactions.withTails(random.split());
      AdyaLevels definition = new AdyaLevels(one);
      if (!definition.isSmall() || !definition.isInternallyConsistent()) {
        continue;
      }
      ListAppendOracleTest.LEVELS.forEach(
          (model, level) -> {
            if (BY_ADYA.contains(model)) {
              judge(one, model, definition.satisfies(level));
            }
          });
      Set<ConsistencyModel> satisfied = new CommitOrders(one).satisfied();
      BY_COMMITS.forEach(model -> judge(one, model, satisfied.contains(model)));
    }
    for (String anomaly : List.of("no-parallel-snapshot-order", "no-cursor-order")) {
      assertTrue(refuted.getOrDefault(anomaly, 0) > HISTORIES / 1_000, refuted::toString);
    }
    BY_ADYA.forEach(
        model -> assertTrue(proven.getOrDefault(model, 0) > HISTORIES / 5, proven::toString));
  }

  private void judge(TinyTransactions one, ConsistencyModel model, boolean expected) {
    Verdict verdict =
        new IsolationChecker("list-append", ListAppend::infer, model)
            .check(one.history(), Budget.of(Duration.ofMinutes(1)));
    assertEquals(
        expected ? "valid" : "invalid", verdict.label(), () -> model + " " + verdict + one);
    Verification evidence =
        CertificateVerifier.verify(one.history(), verdict, CheckOptions.DEFAULT);
    assertTrue(evidence.accepted(), () -> model + ": " + evidence.reason() + " " + verdict + one);
    if (verdict instanceof Verdict.Invalid invalid) {
      invalid.anomalies().forEach(anomaly -> refuted.merge(anomaly.name(), 1, Integer::sum));
    } else {
      proven.merge(model, 1, Integer::sum);
    }
  }

  @Test
  void whatHoldsIsProven() {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    EvidenceTable table = new EvidenceTable("list-append");
    for (int i = 0; i < HISTORIES / 15; i++) {
      TinyTransactions one = TinyTransactions.withTails(random.split());
      table.add(one.history(), one);
    }
    table.requireGaps(EnumSet.noneOf(ConsistencyModel.class));
  }
}
