package dev.assay.checkers.isolation.predicates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The situations of Elle's own tests of {@code elle.closed-predicate}, with Elle's verdict
 * reproduced or the difference argued, and histories of Adya's.
 *
 * <p>One difference is in several of Elle's cases: a predicate read there does not show what its
 * own transaction had written before. Elle does not look at that. A transaction sees its own last
 * write (Adya 1999, section 3.1), so here it is an {@code overlooked-write}, too.
 */
class PredicateCasesTest {
  @Test
  void eachIsShownWhatTheOtherWrote() {
    // Elle's g1c-predicate-read-seen: G1c. Neither shows its own write.
    History history =
        PredicateHistories.atOnce(
            "9 []", "0 [[:w :x 1] [:rp :true {:y 2}]]", "1 [[:w :y 2] [:rp :true {:x 1}]]");
    invalid(history, "read-committed", "G1c", "overlooked-write");
  }

  @Test
  void neitherIsShownWhatTheOtherWrote() {
    // Elle's g2-predicate-read-unseen: G2, and a cycle that strong snapshots forbid, which it could
    // not name: nothing came before anything here, and one after the other there.
    String[] both = {"0 [[:w :x 1] [:rp :true {}]]", "1 [[:w :y 2] [:rp :true {}]]"};
    invalid(PredicateHistories.atOnce("9 []", both), "serializable", "G2", "overlooked-write");
    History inOrder = PredicateHistories.of(both);
    invalid(inOrder, "serializable", "G2", "overlooked-write");
    invalid(inOrder, "strong-snapshot-isolation", "G-single-realtime", "overlooked-write");
    // The same without the overlooked writes: each looks first and then inserts, a phantom.
    History phantom =
        PredicateHistories.atOnce(
            "9 []", "0 [[:rp :true {}] [:insert :x 1]]", "1 [[:rp :true {}] [:insert :y 2]]");
    invalid(phantom, "serializable", "G2");
    valid(phantom, "repeatable-read");
    valid(phantom, "snapshot-isolation");
  }

  @Test
  void eachMissesWhatTheOtherDeleted() {
    // Elle's g1c-predicate-read-unseen-universe-delete: G1c.
    invalid(
        PredicateHistories.of(
            "0 {:x 0, :y 0}", "0 [[:delete :x] [:rp :true {}]]", "1 [[:delete :y] [:rp :true {}]]"),
        "read-committed",
        "G1c");
  }

  @Test
  void eachMissesWhatTheOtherChanged() {
    // Elle's g1c-predicate-read-unseen-universe-write: G1c.
    invalid(
        PredicateHistories.of(
            "0 {:x 0, :y 0}",
            "0 [[:rp [:= 0] {:x 0}] [:w :x 1]]",
            "1 [[:rp [:= 0] {:y 0}] [:w :y 1]]"),
        "read-committed",
        "G1c");
  }

  @Test
  void neitherFindsWhatTheOtherMakes() {
    // Elle's g2-predicate-read-unseen-universe-write: G2.
    History history =
        PredicateHistories.of(
            "0 {:x 0, :y 0}", "0 [[:rp [:= 1] {}] [:w :x 1]]", "1 [[:rp [:= 1] {}] [:w :y 1]]");
    invalid(history, "serializable", "G2");
    valid(history, "repeatable-read");
    invalid(history, "strong-snapshot-isolation", "G-single-realtime");
  }

  @Test
  void nothingIsReadAfterADelete() {
    // Elle's wr-g1c-item: G1c.
    invalid(
        PredicateHistories.of(
            "0 {:x 0, :z 0}",
            "0 [[:r :z 3] [:delete :x]]",
            "1 [[:r :x nil] [:insert :y 2]]",
            "2 [[:r :y 2] [:w :z 3]]"),
        "read-committed",
        "G1c");
  }

  @Test
  void nothingIsReadOfTheInitialState() {
    // Elle's ww-wr-rw-item: G-single-item, by way of another that overwrote the init. The init came
    // before all, so it takes no other.
    History history =
        PredicateHistories.of(
            "0 {:x 0, :z 0}", "0 [[:delete :x] [:insert :y 1]]", "1 [[:r :y 1] [:r :z nil]]");
    Verdict verdict = invalid(history, "consistent-view", "G-single-item");
    assertTrue(verdict.summary().classification().not().contains("repeatable-read"));
  }

  @Test
  void whatMustMatchIsNotShown() {
    // Elle's failure-to-observe: predicate-read-miss, once for each of the two reads.
    History history = PredicateHistories.of("0 {5 3}", "1 [[:rp [:mod 2 1] {}] [:rp [:= 3] {}]]");
    Verdict verdict = invalid(history, "serializable", "predicate-read-miss");
    assertEquals(2, verdict.summary().classification().anomalies().get("predicate-read-miss"));
    assertEquals(
        Set.of("snapshot-isolation"), Set.copyOf(verdict.summary().classification().not()));
  }

  @Test
  void aPredicateSeesTheInitialStateAndAReadDoesNot() {
    // Elle's init-g-single-pred: G-single-item.
    invalid(
        PredicateHistories.of("0 {7 1}", "1 [[:rp [:mod 2 0] {}] [:r 7 nil]]"),
        "consistent-view",
        "G-single-item");
  }

  @Test
  void halfOfADeleteIsSeen() {
    // Elle's g1c-multi-key-delete: G-single, ruling out consistent view. What a predicate read
    // shows
    // it has read, though, so that its overwriting is an anti-dependency of an item (Adya 1999,
    // section 4.3.1), and repeatable read is ruled out, too: G-single-item. In Elle's case the init
    // does not make 31 in its completion, which makes its value garbage here. And 40 is not shown,
    // whose writing is an anti-dependency of the predicate: G-single.
    String[] rest = {
      "2 [[:delete 38] [:w 31 8] [:delete 26] [:w 40 9]]", "3 [[:rp :true {31 0, 38 0}]]"
    };
    invalid(
        PredicateHistories.of("2 {26 0, 38 0}", rest[0], rest[1]),
        "read-uncommitted",
        "garbage-read",
        "G-single-item",
        "G-single");
    Verdict verdict =
        invalid(
            PredicateHistories.of("2 {26 0, 31 0, 38 0}", rest[0], rest[1]),
            "consistent-view",
            "G-single-item",
            "G-single");
    assertTrue(verdict.summary().classification().not().contains("repeatable-read"));
  }

  @Test
  void adyaPhantom() {
    // H_phantom of Adya, Liskov and O'Neil (ICDE 2000, section 5.4): a sum is read that does not
    // fit
    // the employees that were read by a predicate. Repeatable read allows it.
    History history =
        PredicateHistories.atOnce(
            "0 {:x 10, :y 10, :sum 20}",
            "1 [[:rp [:= 10] {:x 10, :y 10}] [:r :sum 30]]",
            "2 [[:r :sum 20] [:insert :z 10] [:w :sum 30]]");
    invalid(history, "serializable", "G-single");
    valid(history, "repeatable-read");
  }

  @Test
  void adyaPredicateRead() {
    // H_pred-read of the same (section 4.4): the second change of x does not change the matches, so
    // the read depends on the first only, and comes before the second's change of y.
    History history =
        PredicateHistories.atOnce(
            "0 {:x 0, :y 0}",
            "1 [[:r :x 0] [:w :x 1]]",
            "2 [[:r :x 1] [:w :x 3] [:w :y 1]]",
            "3 [[:rp [:mod 2 0] {:y 0}]]");
    valid(history, "strict-serializable");
  }

  @Test
  void aPredicateIsReadBetweenVersions() {
    // Not for Elle, which knows two versions of a key: one was there, was deleted, and came back.
    History history =
        PredicateHistories.atOnce(
            "0 {:x 0}",
            "1 [[:r :x 0] [:delete :x]]",
            "2 [[:r :x nil] [:insert :x 4]]",
            "3 [[:rp :true {}] [:r :y 1]]",
            "4 [[:r :x 4] [:insert :y 1]]");
    invalid(history, "serializable", "G-single");
    valid(history, "repeatable-read");
  }

  @Test
  void orderThatIsNotToldIsSought() {
    History history =
        PredicateHistories.atOnce(
            "0 {:x 0}",
            "1 [[:w :x 1]]",
            "2 [[:w :x 2]]",
            "3 [[:rp [:mod 2 1] {}] [:rp :true {:x 2}]]",
            "4 [[:rp [:mod 2 1] {:x 1}]]");
    valid(history, "strict-serializable");
    Verdict open = verdict(history, "strict-serializable");
    assertTrue(((Verdict.Valid) open).certificates().size() == 1);
    invalid(
        PredicateHistories.of(
            "0 [[:w :x 1]]", "1 [[:w :x 2]]", "2 [[:w :y 1]]", "3 [[:rp :true {:x 1, :y 1}]]"),
        "strict-serializable",
        "G-single-item-realtime");
  }

  @Test
  void ofManyAnOrderIsFoundThough() {
    String[] operations = new String[400];
    for (int i = 0; i < operations.length; i++) {
      operations[i] =
          i % 3 == 0
              ? i % 5 + " [[:rp [:= " + (i - 1) + "] {:x " + (i - 1) + "}]]"
              : i % 5 + " [[:w :x " + i + "]]";
    }
    operations[0] = "0 [[:w :x 0]]";
    History history = PredicateHistories.of(operations);
    valid(history, "strict-serializable");
    operations[399] = "7 [[:rp [:= 1] {:x 1}]]";
    invalid(PredicateHistories.of(operations), "strict-serializable", "G-single-item-realtime");
    valid(PredicateHistories.of(operations), "serializable");
  }

  @Test
  void twoThatAreSeenTheOtherWayRoundHaveAConsistentView() {
    // A long fork, of which one half is told by what a predicate read does not show.
    History fork =
        PredicateHistories.of(
            "0 [[:insert :x 1]]",
            "1 [[:insert :y 2]]",
            "2 [[:rp [:mod 2 1] {:x 1}] [:r :y nil]]",
            "3 [[:r :y 2] [:rp [:= 1] {}] [:r :x nil]]");
    valid(fork, "consistent-view");
    valid(fork, "monotonic-view");
    invalid(fork, "repeatable-read", "G-nonadjacent-item");
    History fractured =
        PredicateHistories.of("0 [[:insert :x 1] [:insert :y 2]]", "1 [[:r :x 1] [:rp [:= 2] {}]]");
    invalid(fractured, "consistent-view", "G-single");
    for (List<Integer> order : List.of(List.of(0, 2), List.of(2, 0))) {
      Certificate any = new Certificate.CommitOrder("closed-predicate", "consistent-view", order);
      assertFalse(CertificateVerifier.verify(fractured, any, CheckOptions.DEFAULT).accepted());
    }
  }

  @Test
  void whatWasOverwrittenBeforeIsStale() {
    // Who wrote the versions of a key had not read them, so that time alone tells their order.
    String[] begin = {"0 {:x 1}", "0 [[:w :x 2]]", "0 [[:delete :x]]", "0 [[:w :x 3]]"};
    History gone = then(begin, "1 [[:rp :true {}]]");
    invalid(gone, "strict-serializable", "G-single-realtime");
    valid(gone, "strong-session-serializable");
    History old = then(begin, "0 [[:rp [:= 2] {:x 2}]]");
    invalid(old, "strong-session-serializable", "G-single-item-process");
    valid(old, "serializable");
    History none = then(begin, "1 [[:r :x nil]]");
    invalid(none, "strict-serializable", "G-single-item-realtime");
    valid(then(begin, "1 [[:rp [:mod 2 1] {:x 3}]]"), "strict-serializable");
  }

  private static History then(String[] begin, String last) {
    String[] all = Arrays.copyOf(begin, begin.length + 1);
    all[begin.length] = last;
    return PredicateHistories.of(all);
  }

  @Test
  void noneOfThreeCanCommitFirst() {
    // Who read from whom is not known, so there is no cycle; but whichever it was, there is one.
    History history =
        PredicateHistories.atOnce(
            "0 {:x 0}",
            "1 [[:rp [:= 1] {:y 1}] [:w :x 5]]",
            "2 [[:r :x 5] [:insert :y 1]]",
            "3 [[:rp [:mod 2 0] {}] [:insert :y 1]]");
    invalid(
        history,
        "read-committed",
        "no-commit-order",
        "no-snapshot-order-predicate",
        "no-serial-order-predicate");
  }

  @Test
  void whatNobodyCanHaveDeletedLeavesReadCommittedOpen() {
    // Was what there was before the init seen, or what nobody wrote? Elle takes it for the first,
    // but not where somebody else has deleted it: there it was, more transactions would make what
    // was valid invalid. A delete that failed makes no difference.
    History missing =
        PredicateHistories.of("0 {0 1}", "1 [[:w 1 7] [:r 0 nil]]", "2 fail [[:delete 0]]");
    Verdict open = verdict(missing, "read-committed");
    assertTrue(
        open instanceof Verdict.Unknown unknown
            && unknown.reason().contains("the key 0 was read as not there"),
        open::toString);
    invalid(missing, "consistent-view", "G-single-item");
    History missed = PredicateHistories.of("0 {5 3}", "1 [[:rp [:mod 2 1] {}]]");
    assertTrue(verdict(missed, "read-committed") instanceof Verdict.Unknown);
    valid(missed, "read-uncommitted");
    // Whoever deleted it, the other did: each waits for one of them.
    invalid(
        PredicateHistories.atOnce(
            "0 {0 1}",
            "1 [[:w 1 7] [:r 0 nil]]",
            "2 [[:r 1 7] [:delete 0]]",
            "3 [[:r 1 7] [:delete 0]]"),
        "read-committed",
        "no-commit-order",
        "no-snapshot-order-predicate",
        "no-serial-order-predicate");
    valid(
        PredicateHistories.atOnce("0 {0 1}", "1 [[:w 1 7] [:r 0 nil]]", "2 [[:delete 0]]"),
        "read-committed");
  }

  @Test
  void ofManyTheFewAreToldThatNoOrderExplains() {
    String[] operations = new String[200];
    for (int i = 0; i < operations.length; i++) {
      operations[i] = i % 5 + " [[:rp :true {}] [:insert :x" + i + " 1] [:delete :x" + i + "]]";
    }
    operations[0] = "0 [[:insert :y 1]]";
    operations[100] = "1 [[:rp [:= 1] {:y 1}] [:w :y 2]]";
    operations[101] = "2 [[:rp [:= 2] {}] [:rp :true {:y 1}] [:w :y 3]]";
    operations[102] = "3 [[:delete :y]]";
    for (int i = 1; i < 100; i++) {
      operations[i] = operations[i].replace("{}", "{:y 1}");
    }
    History history = PredicateHistories.of(operations);
    Verdict verdict =
        invalid(history, "snapshot-isolation", "no-snapshot-order-predicate", "G2-item");
    Certificate told = ((Verdict.Invalid) verdict).anomalies().get(0).certificate();
    assertEquals(4, ((Certificate.PartRefutation) told).transactions().size());
    valid(history, "read-committed");
  }

  @Test
  void ofManyNotAllOrdersAreTried() {
    String[] operations = new String[200];
    for (int i = 0; i < operations.length; i++) {
      operations[i] = "0 [[:w :x " + i + "] [:w :y " + i + "]]";
    }
    operations[198] = "1 info [[:w :x 198]]";
    operations[199] = "1 [[:rp [:mod 2 0] {:x 190, :y 192}]]";
    Verdict open = verdict(PredicateHistories.of(operations), "serializable");
    assertTrue(
        open instanceof Verdict.Unknown unknown
            && unknown.reason().contains("not every transaction that wrote it had read it"),
        open::toString);
  }

  private static Verdict verdict(History history, String claim) {
    return Checkers.forClaim("closed-predicate", claim)
        .check(history, Budget.of(Duration.ofMinutes(1)));
  }

  /** Requires exactly these anomalies among those that rule out the claim, with evidence. */
  private static Verdict invalid(History history, String claim, String... anomalies) {
    Verdict verdict = verdict(history, claim);
    assertTrue(verdict instanceof Verdict.Invalid, verdict::toString);
    Set<String> found = new TreeSet<>(verdict.summary().classification().anomalies().keySet());
    found.removeIf(name -> name.matches(".*-(process|realtime)") && !claim.startsWith("str"));
    for (String each : anomalies) {
      assertTrue(found.contains(each), verdict::toString);
    }
    if (!claim.startsWith("str")) {
      assertEquals(new TreeSet<>(Set.of(anomalies)), found, verdict::toString);
    }
    assertTrue(
        CertificateVerifier.verify(history, verdict, CheckOptions.DEFAULT).accepted(),
        verdict::toString);
    return verdict;
  }

  private static void valid(History history, String claim) {
    Verdict verdict = verdict(history, claim);
    assertTrue(verdict instanceof Verdict.Valid, verdict::toString);
    assertTrue(
        CertificateVerifier.verify(history, verdict, CheckOptions.DEFAULT).accepted(),
        verdict::toString);
  }
}
