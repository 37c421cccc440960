package dev.assay.checkers.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.CheckOptions.FailedCas;
import dev.assay.checkers.CheckOptions.NilRead;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Every search and its certificates against brute force on small random histories. */
class RegisterOracleTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 20_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261123);

  @Test
  void agreesWithBruteForce() {
    SplittableRandom seeds = new SplittableRandom(SEED);
    int linearizable = 0;
    int monitored = 0;
    for (int i = 0; i < HISTORIES; i++) {
      long seed = seeds.nextLong();
      SplittableRandom random = new SplittableRandom(seed);
      History history = RandomHistories.small(random).history(random);
      CheckOptions options =
          CheckOptions.DEFAULT
              .withInitial(random.nextInt(3) == 0 ? (Object) 0L : null)
              .withNilRead(NilRead.values()[random.nextInt(3)])
              .withFailedCas(FailedCas.values()[random.nextInt(2)]);
      RegisterModel model = RegisterModel.casRegister(options);
      boolean expected = BruteForce.isLinearizable(history, model);
      linearizable += expected ? 1 : 0;
      monitored += decidedByMonitor(history, model, expected, seed) ? 1 : 0;
      for (Engine.Strategy strategy : Engine.Strategy.values()) {
        Verdict verdict =
            new LinearizabilityChecker(model, 1, strategy)
                .check(history, Budget.of(Duration.ofMinutes(1)));
        String where = strategy + ", seed " + seed;
        assertEquals(expected ? "valid" : "invalid", verdict.label(), where);
        Verification verification = CertificateVerifier.verify(history, verdict, options);
        assertTrue(verification.accepted(), where + ": " + verification.reason());
      }
    }
    assertTrue(linearizable > HISTORIES / 10 && linearizable < HISTORIES * 9 / 10);
    assertTrue(monitored > HISTORIES / 10, "the monitor decided only " + monitored);
  }

  private static boolean decidedByMonitor(
      History history, RegisterModel model, boolean expected, long seed) {
    ObjectSplit split = ObjectSplit.of(history);
    try {
      Answer answer = new RegisterMonitor(model).decide(Problem.of(history, split, 0, model));
      if (answer != null) {
        assertEquals(expected, answer instanceof Answer.Yes, "monitor, seed " + seed);
      }
      return answer != null;
    } catch (ComplaintException complaint) {
      throw new AssertionError(complaint);
    }
  }
}
