package dev.assay.checkers.isolation.listappend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.certificates.Certificate.ParallelOrder;
import dev.assay.checkers.certificates.Certificate.SnapshotOrder;
import dev.assay.checkers.certificates.Certificate.UpdateOrder;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.IsolationChecker;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The orders that prove levels of lists below serializable, and what the verifier says of others.
 * The invocation of the n-th transaction is event 2 n.
 */
class ListWitnessTest {
  private static final String LISTS = "list-append";

  /** Berenson et al. 1995, section 4.2, A5B. */
  private static final History WRITE_SKEW =
      ListHistories.of(
          "0 [[:r 1 nil] [:append 2 1]]",
          "1 [[:r 2 nil] [:append 1 1]]",
          "2 [[:r 1 [1]] [:r 2 [1]]]");

  /** Sovran et al. 2011, section 4.3. */
  private static final History LONG_FORK =
      ListHistories.of(
          "0 [[:append 1 1]]",
          "1 [[:append 2 1]]",
          "2 [[:r 1 [1]] [:r 2 nil]]",
          "3 [[:r 2 [1]] [:r 1 nil]]",
          "4 [[:r 1 [1]] [:r 2 [1]]]");

  private static final History NOT_CAUSAL =
      ListHistories.of(
          "0 [[:append 1 1]]", "1 [[:r 1 [1]] [:append 2 1]]", "2 [[:r 2 [1]] [:r 1 nil]]");

  @Test
  void snapshotsThatSkewHaveMoments() {
    SnapshotOrder order = (SnapshotOrder) witness(WRITE_SKEW, ConsistencyModel.SNAPSHOT_ISOLATION);
    assertEquals("strong-session-snapshot-isolation", order.consistency());
    assertEquals("strong-session-snapshot-isolation", kept(WRITE_SKEW, ConsistencyModel.PREFIX));
    assertRejected(
        "transaction 2 does not read what was appended before",
        WRITE_SKEW,
        moments(0, 0, 2, 2, 4, 4));
    assertRejected("transaction 4 does not commit", WRITE_SKEW, moments(0, 2, 0, 2));
    assertRejected("transaction 4 does not commit", WRITE_SKEW, moments(0, 2, 0, 2, 4));
  }

  @Test
  void aLongForkHasAnOrderOfVersions() {
    assertTrue(
        witness(LONG_FORK, ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION) instanceof ParallelOrder);
    assertTrue(witness(LONG_FORK, ConsistencyModel.CONSISTENT_VIEW) instanceof ParallelOrder);
    assertRejected(
        "transaction 4 reads what nobody, or not one alone, finally wrote before",
        LONG_FORK,
        new ParallelOrder(LISTS, List.of(2, 4, 0, 6, 8)));
    assertRejected(
        "transaction 8 is missing in the order",
        LONG_FORK,
        new ParallelOrder(LISTS, List.of(0, 2, 4, 6)));
    assertRejected(
        "transaction 4 does not see what it depends on",
        NOT_CAUSAL,
        new ParallelOrder(LISTS, List.of(0, 2, 4)));
  }

  @Test
  void aLongForkHasAnOrderOfUpdates() {
    UpdateOrder order = (UpdateOrder) witness(LONG_FORK, ConsistencyModel.UPDATE_SERIALIZABLE);
    assertEquals(List.of(0, 2), order.order().stream().sorted().toList());
    assertRejected(
        "transaction 2 is missing in the order", LONG_FORK, new UpdateOrder(LISTS, List.of(0)));
    assertRejected(
        "transaction 0 takes effect twice", LONG_FORK, new UpdateOrder(LISTS, List.of(0, 0, 2)));
    assertRejected(
        "transaction 2 reads what nobody, or not one alone, finally wrote before",
        NOT_CAUSAL,
        new UpdateOrder(LISTS, List.of(2, 0)));
    assertRejected(
        "transaction 4 reads from one that depends on what it does not see",
        NOT_CAUSAL,
        new UpdateOrder(LISTS, List.of(0, 2)));
    assertRejected(
        "transaction 2 does not read what was written last",
        WRITE_SKEW,
        new UpdateOrder(LISTS, List.of(0, 2)));
  }

  /** An order of updates says nothing of what it does not imply. */
  @Test
  void anOrderOfUpdatesProvesNoSnapshots() {
    UpdateOrder order = (UpdateOrder) witness(LONG_FORK, ConsistencyModel.UPDATE_SERIALIZABLE);
    Verdict updates = verdict(LONG_FORK, ConsistencyModel.UPDATE_SERIALIZABLE);
    Verdict parallel = verdict(LONG_FORK, ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION);
    assertTrue(updates.summary().classification().holds().contains("update-serializable"));
    Verdict swapped = new Verdict.Valid(List.of(order), parallel.summary());
    assertEquals(
        "a update-serializable order proves no parallel-snapshot-isolation",
        CertificateVerifier.verify(LONG_FORK, swapped, CheckOptions.DEFAULT).reason());
  }

  private static SnapshotOrder moments(Integer... moments) {
    return new SnapshotOrder(LISTS, "snapshot-isolation", List.of(moments));
  }

  private static String kept(History history, ConsistencyModel claim) {
    return ((SnapshotOrder) witness(history, claim)).consistency();
  }

  private static Certificate witness(History history, ConsistencyModel claim) {
    Verdict verdict = verdict(history, claim);
    Verification evidence = CertificateVerifier.verify(history, verdict, CheckOptions.DEFAULT);
    assertTrue(evidence.accepted(), () -> evidence.reason() + verdict);
    return ((Verdict.Valid) verdict).certificates().get(0);
  }

  private static Verdict verdict(History history, ConsistencyModel claim) {
    return new IsolationChecker(LISTS, ListAppend::infer, claim)
        .check(history, Budget.of(Duration.ofMinutes(1)));
  }

  private static void assertRejected(String reason, History history, Certificate certificate) {
    Verification evidence = CertificateVerifier.verify(history, certificate, CheckOptions.DEFAULT);
    assertEquals(reason, evidence.reason());
    assertTrue(!evidence.accepted() && !evidence.gaveUp());
  }
}
