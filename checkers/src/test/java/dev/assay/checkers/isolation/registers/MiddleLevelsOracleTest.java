package dev.assay.checkers.isolation.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate.OrderRefutation;
import dev.assay.checkers.certificates.Certificate.UpdateOrder;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.isolation.registers.AxiomsByForce.Knowledge;
import dev.assay.checkers.text.ExplanationText;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The levels of registers between read committed and snapshot isolation that a search decides,
 * against all orders of commits or of versions, tried by force; the evidence against its verifier.
 * A campaign sets {@code assay.campaign.histories} and {@code assay.campaign.seed}.
 */
class MiddleLevelsOracleTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 2_500);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261127);

  private final Map<String, Integer> seen = new TreeMap<>();

  @Test
  void verdictsAreThoseOfAllOrders() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < HISTORIES; i++) {
      TinyRegisters one = new TinyRegisters(random.split(), i % 2 == 0);
      AxiomsByForce orders = new AxiomsByForce(one);
      if (orders.isClear()) {
        compare(one, "prefix", orders.holds(Knowledge.A_PREFIX, false));
        compare(one, "cursor-stability", orders.keepsCursors());
        compare(one, "consistent-view", new LevelsByForce(one).isParallelSnapshotIsolated());
        compare(one, "update-serializable", new LevelsByForce(one).isUpdateSerializable());
      }
    }
    for (String level :
        List.of("prefix", "cursor-stability", "consistent-view", "update-serializable")) {
      assertTrue(seen.getOrDefault(level + " valid", 0) > HISTORIES / 20, seen::toString);
      assertTrue(seen.getOrDefault(level + " invalid", 0) > HISTORIES / 500, seen::toString);
    }
    assertTrue(seen.getOrDefault("no-cursor-order", 0) > 0, seen::toString);
    assertTrue(seen.getOrDefault("no-update-order", 0) > 0, seen::toString);
  }

  /** The long fork: each of two readers sees the write that the other misses. */
  @Test
  void twoReadersSeeOneOrderOfCommits() {
    Keyword write = new Keyword("w");
    Keyword read = new Keyword("r");
    List<List<List<Object>>> all =
        List.of(
            List.of(List.of(write, 1L, 1L)),
            List.of(List.of(write, 2L, 2L)),
            List.of(List.of(read, 1L, 1L), Arrays.<Object>asList(read, 2L, null)),
            List.of(Arrays.<Object>asList(read, 1L, null), List.of(read, 2L, 2L)));
    History fork = concurrent(all);
    for (String level : List.of("prefix", "snapshot-isolation", "serializable")) {
      Verdict verdict =
          Checkers.forClaim("rw-register", level).check(fork, Budget.of(Duration.ofMinutes(1)));
      assertEquals("invalid", verdict.label());
      assertTrue(CertificateVerifier.verify(fork, verdict, CheckOptions.DEFAULT).accepted());
    }
    for (String level : List.of("parallel-snapshot-isolation", "update-serializable")) {
      Verdict weaker =
          Checkers.forClaim("rw-register", level).check(fork, Budget.of(Duration.ofMinutes(1)));
      assertEquals("valid", weaker.label(), weaker::toString);
      assertTrue(CertificateVerifier.verify(fork, weaker, CheckOptions.DEFAULT).accepted());
      assertTrue(
          weaker.summary().classification().anomalies().containsKey("no-prefix-order"),
          weaker::toString);
    }
  }

  /** What refutes a serial order of all may go through two that only read. */
  @Test
  void twoReadersRefuteNoOrderOfUpdates() {
    History history = serialWithoutEitherReader();
    Verdict all =
        Checkers.forClaim("rw-register", "serializable")
            .check(history, Budget.of(Duration.ofMinutes(1)));
    OrderRefutation serial =
        (OrderRefutation) ((Verdict.Invalid) all).anomalies().get(0).certificate();
    assertTrue(CertificateVerifier.verify(history, serial, CheckOptions.DEFAULT).accepted());
    OrderRefutation updates =
        new OrderRefutation(serial.workload(), "update-serializable", serial.cases());
    assertEquals(
        "update-serializable does not forbid such a cycle",
        CertificateVerifier.verify(history, updates, CheckOptions.DEFAULT).reason());
    Verdict writers =
        Checkers.forClaim("rw-register", "update-serializable")
            .check(history, Budget.of(Duration.ofMinutes(1)));
    assertEquals("valid", writers.label(), writers::toString);
    UpdateOrder order = (UpdateOrder) ((Verdict.Valid) writers).certificates().get(0);
    assertTrue(CertificateVerifier.verify(history, order, CheckOptions.DEFAULT).accepted());
    UpdateOrder turned = new UpdateOrder(order.workload(), order.order().reversed());
    assertTrue(!CertificateVerifier.verify(history, turned, CheckOptions.DEFAULT).accepted());
  }

  /**
   * On snapshots, and with either of the two readers serializable: the fifth comes after the third
   * and the fourth and before the second, the sixth after the second and before the third.
   */
  static History serialWithoutEitherReader() {
    return concurrent(
        List.of(
            List.of(mop("w", 1L, 1L), mop("w", 5L, 1L)),
            List.of(mop("r", 5L, 1L), mop("w", 1L, 2L)),
            List.of(mop("r", 3L, null), mop("w", 2L, 1L)),
            List.of(mop("w", 3L, 1L)),
            List.of(mop("r", 1L, 1L), mop("r", 3L, 1L)),
            List.of(mop("r", 1L, 2L), mop("r", 2L, null))));
  }

  private static List<Object> mop(String name, Object key, @Nullable Object value) {
    return Arrays.asList(new Keyword(name), key, value);
  }

  /** Each overwrote what the other had read and replaced; key 0, read alone, is no evidence. */
  @Test
  void aCursorIsLostInAKeyThatItWrites() {
    Keyword write = new Keyword("w");
    Keyword read = new Keyword("r");
    List<List<List<Object>>> all =
        List.of(
            List.of(
                Arrays.<Object>asList(read, 0L, null),
                Arrays.<Object>asList(read, 1L, null),
                List.of(write, 2L, 1L),
                List.of(write, 1L, 2L)),
            List.of(
                List.of(write, 1L, 4L),
                List.of(write, 0L, 5L),
                Arrays.<Object>asList(read, 2L, null),
                List.of(write, 2L, 6L)));
    History lost = concurrent(all);
    Verdict verdict =
        Checkers.forClaim("rw-register", "cursor-stability")
            .check(lost, Budget.of(Duration.ofMinutes(1)));
    assertEquals("invalid", verdict.label());
    Verification evidence = CertificateVerifier.verify(lost, verdict, CheckOptions.DEFAULT);
    assertTrue(evidence.accepted(), evidence::reason);
  }

  /** All of them are under way before any is over. */
  private static History concurrent(List<List<List<Object>>> transactions) {
    History.Builder builder = History.builder();
    for (EventType type : List.of(EventType.INVOKE, EventType.OK)) {
      for (int i = 0; i < transactions.size(); i++) {
        builder.add(type, i, "txn", transactions.get(i));
      }
    }
    return builder.build();
  }

  private void compare(TinyRegisters one, String level, boolean expected) {
    Verdict verdict = verdict(one, level);
    assertEquals(
        expected ? "valid" : "invalid", verdict.label(), () -> level + " " + verdict + one);
    seen.merge(level + " " + verdict.label(), 1, Integer::sum);
    Verification evidence =
        CertificateVerifier.verify(one.history(), verdict, CheckOptions.DEFAULT);
    assertTrue(evidence.accepted(), () -> level + ": " + evidence.reason() + " " + verdict + one);
    if (verdict instanceof Verdict.Invalid invalid) {
      invalid
          .anomalies()
          .forEach(
              each -> {
                assertTrue(ExplanationText.render(one.history(), each).contains("\n"));
                seen.merge(each.name(), 1, Integer::sum);
              });
    }
  }

  private static Verdict verdict(TinyRegisters one, String level) {
    try {
      return Checkers.forClaim("rw-register", level)
          .check(one.history(), Budget.of(Duration.ofMinutes(1)));
    } catch (RuntimeException e) {
      throw new AssertionError("no verdict on " + level + one, e);
    }
  }
}
