package dev.assay.checkers.isolation.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.IsolationChecker;
import dev.assay.checkers.isolation.registers.AxiomsByForce.Knowledge;
import dev.assay.checkers.text.ExplanationText;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * The levels below snapshot isolation on small random histories against the axioms, tried by force;
 * the evidence against its verifier. A campaign sets {@code assay.campaign.histories} and {@code
 * assay.campaign.seed}.
 */
class WeakLevelsOracleTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 3_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261127);

  static final Map<ConsistencyModel, Predicate<AxiomsByForce>> LEVELS = new TreeMap<>();

  static {
    LEVELS.put(ConsistencyModel.READ_COMMITTED, all -> all.holds(Knowledge.NOTHING, false));
    LEVELS.put(
        ConsistencyModel.STRONG_SESSION_READ_COMMITTED, all -> all.holds(Knowledge.NOTHING, true));
    LEVELS.put(
        ConsistencyModel.MONOTONIC_ATOMIC_VIEW, all -> all.holds(Knowledge.READS_BEFORE, false));
    LEVELS.put(
        ConsistencyModel.STRONG_SESSION_MONOTONIC_ATOMIC_VIEW,
        all -> all.holds(Knowledge.READS_BEFORE, true));
    LEVELS.put(ConsistencyModel.READ_ATOMIC, all -> all.holds(Knowledge.ALL_READS, false));
    LEVELS.put(
        ConsistencyModel.STRONG_SESSION_READ_ATOMIC, all -> all.holds(Knowledge.ALL_READS, true));
    LEVELS.put(ConsistencyModel.CAUSAL_CERONE, all -> all.holds(Knowledge.THE_PAST, false));
    LEVELS.put(ConsistencyModel.STRONG_SESSION_CAUSAL, all -> all.holds(Knowledge.THE_PAST, true));
  }

  @Test
  void verdictsAreThoseOfTheAxioms() {
    SplittableRandom random = new SplittableRandom(SEED);
    Map<ConsistencyModel, Integer> holding = new TreeMap<>();
    Map<ConsistencyModel, Integer> broken = new TreeMap<>();
    Map<String, Integer> anomalies = new TreeMap<>();
    for (int i = 0; i < HISTORIES; i++) {
      TinyRegisters one = new TinyRegisters(random.split(), i % 2 == 0);
      AxiomsByForce axioms = new AxiomsByForce(one);
      Verdict whole =
          new IsolationChecker("rw-register", RwRegister::infer, ConsistencyModel.SERIALIZABLE)
              .check(one.history(), Budget.of(Duration.ofMinutes(1)));
      LEVELS.forEach(
          (model, level) -> {
            boolean expected = level.test(axioms);
            Verdict verdict =
                new WeakChecker(model, KeyOptions.NONE)
                    .check(one.history(), Budget.of(Duration.ofMinutes(1)));
            assertEquals(
                expected ? "valid" : "invalid", verdict.label(), () -> model + " " + verdict + one);
            assertCertified(one, model, verdict);
            assertTold(one, model, whole, expected);
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
      assertTrue(holding.getOrDefault(model, 0) > HISTORIES / 20, () -> model + " " + holding);
      assertTrue(broken.getOrDefault(model, 0) > HISTORIES / 20, () -> model + " " + broken);
    }
    for (String kind : new String[] {"non-monotonic-read", "fractured-read", "non-causal-read"}) {
      assertTrue(anomalies.getOrDefault(kind, 0) > 0, () -> kind + " " + anomalies);
      assertTrue(anomalies.getOrDefault(kind + "-process", 0) > 0, () -> kind + " " + anomalies);
    }
    assertTrue(anomalies.getOrDefault("overlooked-write", 0) > 0, () -> anomalies.toString());
  }

  /** A check of a stronger claim says the same of this level. */
  private static void assertTold(
      TinyRegisters one, ConsistencyModel model, Verdict whole, boolean expected) {
    String label = model.label();
    boolean isRuledOut =
        whole.summary().classification().not().contains(label)
            || whole.summary().classification().alsoNot().contains(label);
    boolean holds =
        whole.summary().classification().holds().stream()
            .map(name -> ConsistencyModel.named(name).orElseThrow())
            .anyMatch(stronger -> stronger.implies(model));
    assertEquals(expected, holds, () -> model + " holds in " + whole + one);
    assertEquals(!expected, isRuledOut, () -> model + " ruled out in " + whole + one);
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
