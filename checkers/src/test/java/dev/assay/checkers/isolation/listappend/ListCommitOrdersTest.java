package dev.assay.checkers.isolation.listappend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.certificates.Certificate.CommitOrder;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.histories.History;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the verifier says of orders of commits and of writers that somebody made up. The invocation
 * of the n-th transaction is event 2 n.
 */
class ListCommitOrdersTest {
  private static final History SESSIONS =
      ListHistories.of(
          "0 [[:append 1 1]]",
          "1 [[:append 1 2]]",
          "0 [[:r 1 [1 2]] [:append 2 1]]",
          "0 [[:r 1 [1 2]] [:append 3 1]]",
          "2 [[:r 1 [1]] [:r 2 [1]]]");

  @Test
  void anOrderOfWritersKeepsPromises() {
    for (String promise :
        List.of(
            "read-your-writes",
            "monotonic-reads",
            "monotonic-writes",
            "writes-follow-reads",
            "PRAM")) {
      assertAccepted(SESSIONS, promise, 0, 2, 4, 6, 8);
      assertAccepted(SESSIONS, promise, 8, 0, 2, 4, 6);
      assertRefused("transaction 8 is missing in the order", SESSIONS, promise, 0, 2, 4, 6);
      assertRefused("transaction 2 takes effect twice", SESSIONS, promise, 0, 2, 2, 4, 6, 8);
    }
  }

  @Test
  void anOrderOfWritersThatBreaksAPromiseIsRefused() {
    assertRefused(
        "transaction 6 writes before what its process wrote before",
        SESSIONS,
        "PRAM",
        0,
        2,
        6,
        4,
        8);
    assertRefused(
        "transaction 4 writes before what its process had read",
        SESSIONS,
        "writes-follow-reads",
        0,
        4,
        2,
        6,
        8);
    assertRefused(
        "transaction 4 reads what is no beginning of the list, or not what it appended itself",
        SESSIONS,
        "monotonic-reads",
        2,
        0,
        4,
        6,
        8);
  }

  @Test
  void whoReadsLessThanItWroteOrReadBreaksAPromise() {
    History unread = ListHistories.of("0 [[:append 1 1]]", "1 [[:append 1 2]]", "1 [[:r 1 [1]]]");
    assertRefused(
        "transaction 4 does not see what its process wrote before",
        unread,
        "read-your-writes",
        0,
        2,
        4);
    assertAccepted(unread, "monotonic-reads", 0, 2, 4);
    History backward =
        ListHistories.of(
            "0 [[:append 1 1]]", "0 [[:append 1 2]]", "1 [[:r 1 [1 2]]]", "1 [[:r 1 [1]]]");
    assertRefused(
        "transaction 6 reads what is older than what its process read before",
        backward,
        "monotonic-reads",
        0,
        2,
        4,
        6);
    assertAccepted(backward, "read-your-writes", 0, 2, 4, 6);
  }

  @Test
  void realTimeIsKept() {
    History history = ListHistories.of("0 [[:append 1 1]]", "1 [[:append 2 1]]");
    for (String level : List.of("read-committed", "read-uncommitted")) {
      assertAccepted(history, "strong-" + level, 0, 2);
      assertAccepted(history, "strong-session-" + level, 2, 0);
      assertRefused(
          "transaction 0 had returned when an earlier one was invoked",
          history,
          "strong-" + level,
          2,
          0);
    }
  }

  @Test
  void whatIsUncommittedMayBeReadButNotOverwrittenInTwoOrders() {
    History dirty =
        ListHistories.of(
            "0 fail [[:append 1 9]]",
            "1 [[:append 1 1] [:append 2 1]]",
            "2 [[:append 1 2] [:append 2 2]]",
            "3 [[:r 1 [9 1 2]]]");
    assertAccepted(dirty, "read-uncommitted", 2, 4, 6);
    assertRefused("the list at 1 grew in another order", dirty, "read-uncommitted", 4, 2, 6);
    assertRefused(
        "transaction 0 failed, or takes effect twice", dirty, "read-uncommitted", 0, 2, 4, 6);
    assertRefused("transaction 6 is missing in the order", dirty, "read-uncommitted", 2, 4);
    History crossed =
        ListHistories.of(
            "0 [[:append 1 1] [:append 2 1]]",
            "1 [[:append 1 2] [:append 2 2]]",
            "2 [[:r 1 [1 2]] [:r 2 [2 1]]]");
    assertRefused("the list at 2 grew in another order", crossed, "read-uncommitted", 0, 2, 4);
    assertRefused("the list at 1 grew in another order", crossed, "read-uncommitted", 2, 0, 4);
    History later = ListHistories.of("0 [[:append 1 1]]", "1 [[:append 1 2]]", "2 [[:r 1 [1]]]");
    assertRefused("the list at 1 grew in another order", later, "read-uncommitted", 2, 0, 4);
    assertRefused(
        "transaction 2 reads what nobody wrote, or one element twice",
        ListHistories.of("0 [[:append 1 1]]", "1 [[:r 1 [1 1]]]"),
        "read-uncommitted",
        0,
        2);
  }

  private static void assertAccepted(History history, String model, Integer... order) {
    Verification evidence = verify(history, model, order);
    assertEquals(true, evidence.accepted(), () -> model + ": " + evidence.reason());
  }

  private static void assertRefused(
      String reason, History history, String model, Integer... order) {
    Verification evidence = verify(history, model, order);
    assertEquals(reason, evidence.reason(), model);
    assertEquals(false, evidence.accepted() || evidence.gaveUp());
  }

  private static Verification verify(History history, String model, Integer... order) {
    return CertificateVerifier.verify(
        history, new CommitOrder("list-append", model, List.of(order)), CheckOptions.DEFAULT);
  }
}
