package dev.assay.checkers.isolation.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.registers.LevelsByForce.Order;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Registers to which some values are written more than once: what is said of them is so by the
 * definitions, tried by force over values alone, and unknown is said only of a read that may be
 * from several.
 */
class RepeatedValuesOracleTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 2_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261129);

  private static final Map<ConsistencyModel, Predicate<LevelsByForce>> LEVELS = new TreeMap<>();

  static {
    LEVELS.put(ConsistencyModel.SERIALIZABLE, all -> all.isSerializable(Order.ANY));
    LEVELS.put(ConsistencyModel.STRICT_SERIALIZABLE, all -> all.isSerializable(Order.REAL_TIME));
    LEVELS.put(ConsistencyModel.SNAPSHOT_ISOLATION, all -> all.isSnapshotIsolated(Order.ANY));
    LEVELS.put(
        ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
        all -> all.isSnapshotIsolated(Order.SESSION));
  }

  private final Map<String, Integer> seen = new TreeMap<>();

  @Test
  void whatIsSaidIsSo() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < HISTORIES; i++) {
      TinyRegisters one = new TinyRegisters(random.split(), i % 4 == 0, true);
      LevelsByForce definitions = new LevelsByForce(one);
      LEVELS.forEach(
          (model, level) -> {
            if (one.history().isRealTime() || !model.needsRealTime()) {
              compare(one, model, level.test(definitions));
            }
          });
      checkWeak(one, definitions.isSerializable(Order.SESSION));
    }
    for (String what : new String[] {"ambiguous valid", "ambiguous invalid", "ambiguous unknown"}) {
      assertTrue(seen.getOrDefault(what, 0) > HISTORIES / 20, seen::toString);
    }
    assertTrue(
        seen.getOrDefault("ambiguous unknown", 0)
            < seen.getOrDefault("ambiguous valid", 0) + seen.getOrDefault("ambiguous invalid", 0),
        seen::toString);
  }

  private void compare(TinyRegisters one, ConsistencyModel model, boolean expected) {
    Verdict verdict = verdict(one, model);
    boolean isAmbiguous = Registers.of(one.history()).ambiguity() != null;
    seen.merge((isAmbiguous ? "ambiguous " : "known ") + verdict.label(), 1, Integer::sum);
    if (verdict instanceof Verdict.Unknown unknown) {
      assertTrue(isAmbiguous, () -> model + " " + verdict + one);
      assertTrue(unknown.reason().contains("from which writer"), unknown::reason);
      return;
    }
    assertEquals(
        expected ? "valid" : "invalid", verdict.label(), () -> model + " " + verdict + one);
    assertCertified(one, verdict);
  }

  /** Whatever is invalid at a weak level is not serializable, and no level holds by mistake. */
  private void checkWeak(TinyRegisters one, boolean isSerializable) {
    for (ConsistencyModel model :
        new ConsistencyModel[] {
          ConsistencyModel.READ_COMMITTED,
          ConsistencyModel.READ_ATOMIC,
          ConsistencyModel.STRONG_SESSION_CAUSAL
        }) {
      Verdict verdict = verdict(one, model);
      if (!(verdict instanceof Verdict.Unknown)) {
        assertTrue(
            !isSerializable || verdict instanceof Verdict.Valid, () -> model + " " + verdict + one);
        assertCertified(one, verdict);
      }
    }
  }

  private static void assertCertified(TinyRegisters one, Verdict verdict) {
    Verification evidence =
        CertificateVerifier.verify(one.history(), verdict, CheckOptions.DEFAULT);
    assertTrue(evidence.accepted(), () -> evidence.reason() + " " + verdict + one);
  }

  private static Verdict verdict(TinyRegisters one, ConsistencyModel model) {
    try {
      return Checkers.forClaim("rw-register", model.label())
          .check(one.history(), Budget.of(Duration.ofMinutes(1)));
    } catch (RuntimeException e) {
      throw new AssertionError("no verdict on " + one, e);
    }
  }
}
