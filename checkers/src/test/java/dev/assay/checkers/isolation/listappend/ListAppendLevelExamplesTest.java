package dev.assay.checkers.isolation.listappend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Classification;
import dev.assay.checkers.Decision;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.IsolationChecker;
import dev.assay.checkers.isolation.UnfitHistoryException;
import dev.assay.histories.History;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Histories that tell one level from the next, each with the anomaly that rules it out and the
 * strongest that hold. A line is a process and its transaction; all of them come one after the
 * other, so what they miss they miss although it was there.
 */
class ListAppendLevelExamplesTest {
  /** Terry et al. 1994, section 3.1. */
  @Test
  void paperTerryReadYourWrites() {
    Classification found =
        check(
            ConsistencyModel.READ_YOUR_WRITES,
            "unread-own-write",
            "0 [[:append 1 1]]",
            "0 [[:r 1 nil]]",
            "1 [[:r 1 [1]]]");
    assertRuledOut(found, "read-your-writes", "PRAM", "strong-session-read-atomic");
    assertHolds(found, "monotonic-reads", "monotonic-writes", "serializable");
  }

  /** Terry et al. 1994, section 3.2. */
  @Test
  void paperTerryMonotonicReads() {
    Classification found =
        check(
            ConsistencyModel.MONOTONIC_READS,
            "backward-read",
            "0 [[:append 1 1]]",
            "1 [[:r 1 [1]]]",
            "1 [[:r 1 nil]]");
    assertRuledOut(found, "monotonic-reads", "PRAM", "strong-session-causal");
    assertHolds(found, "read-your-writes", "strong-session-read-atomic", "serializable");
  }

  /** No cycle tells that the second transaction misses what it wrote itself and its process saw. */
  @Test
  void readsOfItsOwnFutureLeaveMonotonicReadsOpen() {
    Classification found =
        check(
            ConsistencyModel.STRONG_SESSION_READ_COMMITTED,
            "G1c-process",
            "0 [[:r 1 [1]]]",
            "0 [[:r 1 nil] [:append 1 1]]");
    assertInstanceOf(Decision.Undecided.class, found.decisions().get("monotonic-reads"));
    assertInstanceOf(Decision.Undecided.class, found.decisions().get("PRAM"));
  }

  /** Terry et al. 1994, section 3.3: what a process writes after it read comes after that. */
  @Test
  void paperTerryWritesFollowReads() {
    Classification found =
        check(
            ConsistencyModel.WRITES_FOLLOW_READS,
            "write-before-read",
            "0 [[:append 1 1] [:append 2 10]]",
            "1 [[:r 1 [1]]]",
            "1 [[:append 2 20]]",
            "2 [[:r 2 [20 10]]]");
    assertRuledOut(found, "writes-follow-reads", "strong-session-read-committed");
    assertHolds(found, "monotonic-writes", "read-your-writes", "monotonic-reads");
  }

  /** Terry et al. 1994, section 3.4. */
  @Test
  void paperTerryMonotonicWrites() {
    Classification found =
        check(
            ConsistencyModel.MONOTONIC_WRITES,
            "G0-process",
            "0 [[:append 1 1]]",
            "0 [[:append 1 2]]",
            "1 [[:r 1 [2 1]]]");
    assertRuledOut(found, "monotonic-writes", "PRAM", "strong-session-read-uncommitted");
    assertHolds(found, "read-your-writes", "serializable");
  }

  /** Bailis et al. 2013, section 5.1.2: having seen one write, it sees the other, too. */
  @Test
  void paperBailisMonotonicAtomicView() {
    Classification found =
        check(
            ConsistencyModel.MONOTONIC_ATOMIC_VIEW,
            "non-monotonic-read",
            "0 [[:append 1 1] [:append 2 1]]",
            "1 [[:r 1 [1]] [:r 2 nil]]",
            "2 [[:r 2 [1]]]");
    assertRuledOut(found, "monotonic-atomic-view", "read-atomic");
    assertHolds(found, "strong-read-committed");
  }

  /** Bailis et al. 2014 (RAMP), section 3.2: the other way round it is fractured only. */
  @Test
  void paperRampFracturedRead() {
    Classification found =
        check(
            ConsistencyModel.READ_ATOMIC,
            "fractured-read",
            "0 [[:append 1 1] [:append 2 1]]",
            "1 [[:r 2 nil] [:r 1 [1]]]",
            "2 [[:r 2 [1]]]");
    assertRuledOut(found, "read-atomic", "consistent-view");
    assertHolds(found, "strong-session-monotonic-atomic-view");
  }

  /**
   * Appends that nobody read have no order: process 2 cannot have seen the first, but the second.
   */
  @Test
  void theSecondOfTwoUnreadAppendsIsMissed() {
    Classification found =
        check(
            ConsistencyModel.STRONG_SESSION_CAUSAL,
            "non-causal-read-process",
            "0 [[:append 1 1]]",
            "1 [[:append 1 2] [:append 2 1]]",
            "2 [[:r 2 [1]]]",
            "2 [[:r 1 nil]]");
    assertRuledOut(found, "strong-session-causal");
    assertHolds(found, "serializable");
  }

  /** Biswas and Enea 2019, figure 3: over two steps it is not causal, and atomic all the same. */
  @Test
  void paperBiswasEneaCausal() {
    Classification found =
        check(
            ConsistencyModel.CAUSAL_CERONE,
            "non-causal-read",
            "0 [[:append 1 1]]",
            "1 [[:r 1 [1]] [:append 2 1]]",
            "2 [[:r 2 [1]] [:r 1 nil]]");
    assertRuledOut(found, "causal-cerone", "parallel-snapshot-isolation");
    assertHolds(found, "strong-session-read-atomic", "cursor-stability");
  }

  /** Sovran et al. 2011, section 4.3: a long fork is parallel snapshots, and has no prefix. */
  @Test
  void paperLongFork() {
    Classification found =
        check(
            ConsistencyModel.PREFIX,
            "non-prefix-read",
            "0 [[:append 1 1]]",
            "1 [[:append 2 1]]",
            "2 [[:r 1 [1]] [:r 2 nil]]",
            "3 [[:r 2 [1]] [:r 1 nil]]",
            "4 [[:r 1 [1]] [:r 2 [1]]]");
    assertRuledOut(found, "prefix", "snapshot-isolation");
    assertHolds(found, "parallel-snapshot-isolation", "update-serializable");
  }

  @Test
  void anAppendOfNothingIsRefused() {
    UnfitHistoryException refused =
        assertThrows(
            UnfitHistoryException.class,
            () -> ListAppend.infer(ListHistories.of("0 [[:append 1 nil]]")));
    assertTrue(String.valueOf(refused.getMessage()).contains("appends nothing in place 0"));
  }

  /** Neither order of two appends that nobody read fits both readers. */
  @Test
  void aLongForkOfWritersOfOneKey() {
    String[] history = {
      "0 [[:append 1 1] [:append 2 1]]",
      "1 [[:append 1 2] [:append 3 1]]",
      "2 [[:r 3 [1]] [:r 2 nil]]",
      "3 [[:r 2 [1]] [:r 3 nil]]",
    };
    Classification found =
        check(ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION, "no-parallel-snapshot-order", history);
    assertRuledOut(found, "consistent-view", "prefix");
    assertHolds(found, "strong-session-causal", "cursor-stability");
  }

  /** Write skew whose appends nobody read: the writers share no key, so they may overlap. */
  @Test
  void skewWithoutLaterReadsHasSnapshots() {
    Classification found =
        check(
            ConsistencyModel.SERIALIZABLE,
            "G2-item",
            "0 [[:r 1 nil] [:append 2 1] [:append 3 1]]",
            "1 [[:r 2 nil] [:append 1 1]]",
            "2 [[:append 3 2]]");
    assertHolds(found, "snapshot-isolation");
  }

  /** Adya 1999, section 4.4.1: a write between what was read of an object and written of it. */
  @Test
  void paperAdyaCursorStability() {
    Classification found =
        check(
            ConsistencyModel.CURSOR_STABILITY,
            "G-cursor",
            "0 [[:append 1 1]]",
            "1 [[:r 1 nil] [:append 1 2]]",
            "2 [[:r 1 [1 2]]]");
    assertRuledOut(found, "cursor-stability", "consistent-view", "repeatable-read");
    assertHolds(found, "strong-session-causal", "prefix");
  }

  /** Adya 1999, section 4.3.4: two that write do not know of each other. */
  @Test
  void paperAdyaUpdateSerializability() {
    Classification found =
        check(
            ConsistencyModel.UPDATE_SERIALIZABLE,
            "G-update",
            "0 [[:r 1 nil] [:append 2 1]]",
            "1 [[:r 2 nil] [:append 1 1]]",
            "2 [[:r 1 [1]] [:r 2 [1]]]");
    assertRuledOut(found, "update-serializable", "serializable");
    assertHolds(found, "strong-session-snapshot-isolation");
  }

  private static Classification check(
      ConsistencyModel model, String anomaly, String... transactions) {
    History history = ListHistories.of(transactions);
    Verdict verdict =
        new IsolationChecker("list-append", ListAppend::infer, model)
            .check(history, Budget.of(Duration.ofMinutes(1)));
    assertEquals("invalid", verdict.label(), verdict::toString);
    Classification found = verdict.summary().classification();
    assertTrue(found.anomalies().containsKey(anomaly), found::toString);
    Verification evidence = CertificateVerifier.verify(history, verdict, CheckOptions.DEFAULT);
    assertTrue(evidence.accepted(), evidence::reason);
    return found;
  }

  private static void assertRuledOut(Classification found, String... models) {
    for (String model : models) {
      assertTrue(found.not().contains(model) || found.alsoNot().contains(model), found::toString);
    }
  }

  private static void assertHolds(Classification found, String... models) {
    for (String model : models) {
      ConsistencyModel wanted = ConsistencyModel.named(model).orElseThrow();
      assertTrue(
          found.holds().stream()
              .anyMatch(name -> ConsistencyModel.named(name).orElseThrow().implies(wanted)),
          () -> model + " " + found);
    }
  }
}
