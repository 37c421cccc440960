package dev.assay.checkers.isolation.predicates;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Orders of snapshots of histories that are too long for all orders to be tried: found where there
 * is one, and what is found is one; where there is none, mostly a part of which there is none. A
 * campaign sets {@code assay.campaign.histories}.
 */
class SnapshotOrdersTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 500) / 25;
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261128);

  private static Verdict verdict(History history, String claim) {
    return Checkers.forClaim("closed-predicate", claim)
        .check(history, Budget.of(Duration.ofMinutes(1)));
  }

  @Test
  void ordersOfAStoreOfSnapshotsAreFound() {
    SplittableRandom random = new SplittableRandom(SEED);
    int found = 0;
    for (int i = 0; i < HISTORIES; i++) {
      int oldest = i % 3;
      History history = new SnapshotStore(random.split(), oldest, false).history(300);
      String claim = oldest == 0 ? "strong-snapshot-isolation" : "snapshot-isolation";
      found += isProven(history, verdict(history, claim)) ? 1 : 0;
    }
    assertTrue(found >= 0.9 * HISTORIES, found + " of " + HISTORIES);
  }

  /** Whether it is valid, and then by an order; it is not to be invalid. */
  private static boolean isProven(History history, Verdict verdict) {
    assertFalse(verdict instanceof Verdict.Invalid, verdict::toString);
    if (verdict instanceof Verdict.Unknown) {
      return false;
    }
    Verification evidence = CertificateVerifier.verify(history, verdict, CheckOptions.DEFAULT);
    assertTrue(evidence.accepted(), evidence::reason);
    return true;
  }

  @Test
  void noOrderIsFoundThatIsNone() {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    int valid = 0;
    int invalid = 0;
    for (int i = 0; i < HISTORIES; i++) {
      History history = new SnapshotStore(random.split(), 1, true).history(150);
      Verdict verdict = verdict(history, "snapshot-isolation");
      if (!(verdict instanceof Verdict.Unknown)) {
        Verification evidence = CertificateVerifier.verify(history, verdict, CheckOptions.DEFAULT);
        assertTrue(evidence.accepted(), () -> evidence.reason() + " " + verdict);
        valid += verdict instanceof Verdict.Valid ? 1 : 0;
        invalid += verdict instanceof Verdict.Invalid ? 1 : 0;
      }
    }
    // Some that miss something have seen it too early at worst.
    assertTrue(valid <= HISTORIES / 4, valid + " of " + HISTORIES);
    assertTrue(invalid >= 0.7 * HISTORIES, invalid + " of " + HISTORIES);
  }
}
