package dev.assay.checkers.isolation.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.IsolationChecker;
import dev.assay.checkers.isolation.registers.LevelsByForce.Order;
import dev.assay.checkers.text.ExplanationText;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Registers on small random histories against the definitions, tried by force; the evidence against
 * its verifier. A campaign sets {@code assay.campaign.histories} and {@code assay.campaign.seed}.
 */
class RwRegisterOracleTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 2_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261126);

  private static final Map<ConsistencyModel, Predicate<LevelsByForce>> LEVELS = new TreeMap<>();

  static {
    LEVELS.put(ConsistencyModel.SERIALIZABLE, all -> all.isSerializable(Order.ANY));
    LEVELS.put(
        ConsistencyModel.STRONG_SESSION_SERIALIZABLE, all -> all.isSerializable(Order.SESSION));
    LEVELS.put(ConsistencyModel.STRICT_SERIALIZABLE, all -> all.isSerializable(Order.REAL_TIME));
    LEVELS.put(ConsistencyModel.SNAPSHOT_ISOLATION, all -> all.isSnapshotIsolated(Order.ANY));
    LEVELS.put(
        ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
        all -> all.isSnapshotIsolated(Order.SESSION));
    LEVELS.put(
        ConsistencyModel.STRONG_SNAPSHOT_ISOLATION, all -> all.isSnapshotIsolated(Order.REAL_TIME));
    LEVELS.put(
        ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION, LevelsByForce::isParallelSnapshotIsolated);
  }

  @Test
  void verdictsAreThoseOfTheDefinitions() {
    SplittableRandom random = new SplittableRandom(SEED);
    Map<ConsistencyModel, Integer> holding = new TreeMap<>();
    Map<ConsistencyModel, Integer> broken = new TreeMap<>();
    Map<String, Integer> anomalies = new TreeMap<>();
    for (int i = 0; i < HISTORIES; i++) {
      TinyRegisters one = new TinyRegisters(random.split());
      LevelsByForce definitions = new LevelsByForce(one);
      LEVELS.forEach(
          (model, level) -> {
            if (model.needsRealTime() && !one.history().isRealTime()) {
              return;
            }
            boolean expected = level.test(definitions);
            Verdict verdict = verdict(one, model);
            assertEquals(
                expected ? "valid" : "invalid", verdict.label(), () -> model + " " + verdict + one);
            assertCertified(one, model, verdict);
            (expected ? holding : broken).merge(model, 1, Integer::sum);
            verdict
                .summary()
                .classification()
                .anomalies()
                .keySet()
                .forEach(name -> anomalies.merge(name, 1, Integer::sum));
          });
    }
    for (ConsistencyModel model : LEVELS.keySet()) {
      assertTrue(holding.getOrDefault(model, 0) > HISTORIES / 20, model + " held " + holding);
      assertTrue(broken.getOrDefault(model, 0) > HISTORIES / 20, model + " broke " + broken);
    }
    assertTrue(anomalies.getOrDefault("no-update-order", 0) > 0, () -> anomalies.toString());
    assertTrue(
        anomalies.getOrDefault("no-parallel-snapshot-order", 0) > 0, () -> anomalies.toString());
  }

  private static Verdict verdict(TinyRegisters one, ConsistencyModel model) {
    try {
      return new IsolationChecker("rw-register", RwRegister::infer, model)
          .check(one.history(), Budget.of(Duration.ofMinutes(1)));
    } catch (RuntimeException e) {
      throw new AssertionError("no verdict on " + one, e);
    }
  }

  private static void assertCertified(TinyRegisters one, ConsistencyModel model, Verdict verdict) {
    Verification evidence =
        CertificateVerifier.verify(one.history(), verdict, CheckOptions.DEFAULT);
    assertTrue(evidence.accepted(), () -> model + ": " + evidence.reason() + " " + verdict + one);
    if (verdict instanceof Verdict.Invalid invalid) {
      invalid
          .anomalies()
          .forEach(each -> assertTrue(ExplanationText.render(one.history(), each).contains("\n")));
    }
  }
}
