package dev.assay.checkers.isolation.counters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.IsolationChecker;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Orders of many increments that reads do not tell apart, of a store that is serializable. */
class LikelyOrderTest {
  private static final int TRANSACTIONS = Integer.getInteger("assay.campaign.transactions", 3_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261128);

  @Test
  void whatAnHonestStoreDidIsFound() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int concurrency : new int[] {2, 5, 10, 20, 30}) {
      for (int keys : new int[] {1, 5, 30}) {
        for (int readsPercent : new int[] {20, 50, 80}) {
          for (int kind = 0; kind < 4; kind++) {
            HonestCounters.Shape shape =
                new HonestCounters.Shape(
                    TRANSACTIONS,
                    concurrency,
                    keys,
                    random.nextBoolean() ? 100 : 1_000_000_000,
                    4,
                    readsPercent,
                    kind == 1 ? 3 : 1,
                    false,
                    kind == 2 ? 10 : 0,
                    kind == 3);
            requireValid(HonestCounters.history(shape, random.split()), shape);
          }
        }
      }
    }
  }

  @Test
  void whatIsTakenAwayIsFoundToo() {
    HonestCounters.Shape shape =
        new HonestCounters.Shape(TRANSACTIONS, 5, 10, 1_000, 4, 50, 2, true, 5, false);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 10; i++) {
      requireValid(HonestCounters.history(shape, random.split()), shape);
    }
  }

  private static void requireValid(History history, HonestCounters.Shape shape) {
    Verdict verdict =
        new IsolationChecker("counter-inc", CounterInc::infer, ConsistencyModel.STRICT_SERIALIZABLE)
            .check(history, Budget.of(Duration.ofMinutes(2)));
    assertEquals("valid", verdict.label(), () -> verdict + " of " + shape);
    Verification evidence = CertificateVerifier.verify(history, verdict, CheckOptions.DEFAULT);
    assertTrue(evidence.accepted(), () -> evidence.reason() + " of " + shape);
  }
}
