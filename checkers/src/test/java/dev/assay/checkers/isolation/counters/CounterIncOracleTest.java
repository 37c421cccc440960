package dev.assay.checkers.isolation.counters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.DecisionLaws;
import dev.assay.checkers.isolation.IsolationChecker;
import dev.assay.checkers.isolation.counters.TinyCounters.Mop;
import dev.assay.checkers.isolation.counters.TinyCounters.Txn;
import dev.assay.checkers.text.ExplanationText;
import dev.assay.histories.EventType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Transactions on counters against the definition of serializability, all orders tried by force;
 * the evidence against its verifier. A campaign sets {@code assay.campaign.histories} and {@code
 * assay.campaign.seed}.
 */
class CounterIncOracleTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 4_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261127);

  private final Map<String, Integer> seen = new TreeMap<>();

  @Test
  void verdictsAreThoseOfTheDefinition() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<ConsistencyModel> models =
        List.of(
            ConsistencyModel.SERIALIZABLE,
            ConsistencyModel.STRONG_SESSION_SERIALIZABLE,
            ConsistencyModel.STRICT_SERIALIZABLE);
    for (int i = 0; i < HISTORIES; i++) {
      TinyCounters one = new TinyCounters(random.split());
      models.forEach(model -> compare(one, model));
      snapshots(one);
      everyModel(one);
    }
    for (String path : List.of("sets", "blind")) {
      assertTrue(seen.getOrDefault(path, 0) > HISTORIES, seen::toString);
    }
    for (ConsistencyModel model : models) {
      for (String verdict : List.of("valid", "invalid")) {
        int count = seen.getOrDefault(model.label() + " " + verdict, 0);
        assertTrue(count > HISTORIES / 20, () -> seen.toString());
      }
    }
    for (String name :
        List.of(
            "garbage-read",
            "G1a",
            "G1b",
            "internal",
            "future-read",
            "G1c-process",
            "G-single-item",
            "G-single-item-process",
            "G-single-item-realtime",
            "G1c-realtime",
            "no-serial-order",
            "no-serial-order-process",
            "no-serial-order-realtime")) {
      assertTrue(seen.containsKey(name), () -> name + " is missing in " + seen);
    }
  }

  private void compare(TinyCounters one, ConsistencyModel model) {
    if (model.needsRealTime() && !one.history().isRealTime()) {
      return;
    }
    Verdict verdict = verdict(one, model);
    String expected = isSerial(one, model, List.of()) ? "valid" : "invalid";
    assertEquals(expected, verdict.label(), () -> model + " " + verdict + one);
    seen.merge(model.label() + " " + expected, 1, Integer::sum);
    seen.merge(isOfSets(one) ? "sets" : "blind", 1, Integer::sum);
    assertEvidence(one, verdict);
  }

  private static boolean isOfSets(TinyCounters one) {
    return !(CounterInc.infer(one.history()) instanceof BlindCounters);
  }

  /** What is serializable is snapshot isolated; what snapshots forbid is not serializable. */
  private void snapshots(TinyCounters one) {
    boolean isSerial = isSerial(one, ConsistencyModel.SERIALIZABLE, List.of());
    Verdict verdict = verdict(one, ConsistencyModel.SNAPSHOT_ISOLATION);
    if (isSerial) {
      assertEquals("valid", verdict.label(), () -> verdict + one.toString());
    } else {
      assertFalse(verdict instanceof Verdict.Valid, () -> verdict + one.toString());
    }
    if (!(verdict instanceof Verdict.Unknown)) {
      assertEvidence(one, verdict);
    }
  }

  private void everyModel(TinyCounters one) {
    boolean isSerial = isSerial(one, ConsistencyModel.SERIALIZABLE, List.of());
    ConsistencyModel sessions = ConsistencyModel.STRONG_SESSION_SERIALIZABLE;
    Map<ConsistencyModel, Boolean> definitions =
        Map.of(
            ConsistencyModel.SERIALIZABLE, isSerial, sessions, isSerial(one, sessions, List.of()));
    new DecisionLaws().check(verdict(one, ConsistencyModel.SERIALIZABLE), definitions, one);
  }

  private void assertEvidence(TinyCounters one, Verdict verdict) {
    Verification evidence =
        CertificateVerifier.verify(one.history(), verdict, CheckOptions.DEFAULT);
    assertTrue(evidence.accepted(), () -> evidence.reason() + " " + verdict + one);
    if (verdict instanceof Verdict.Invalid invalid) {
      invalid
          .anomalies()
          .forEach(
              each -> {
                seen.merge(each.name(), 1, Integer::sum);
                assertFalse(
                    isAccepted(one, turned(each.certificate())), () -> each + one.toString());
                assertTrue(ExplanationText.render(one.history(), each).contains("\n"));
              });
    }
  }

  private static boolean isAccepted(TinyCounters one, Certificate certificate) {
    return CertificateVerifier.verify(one.history(), certificate, CheckOptions.DEFAULT).accepted();
  }

  /** Evidence of the same with one edge turned into its opposite, or another first operation. */
  private static Certificate turned(Certificate certificate) {
    return switch (certificate) {
      case Certificate.DependencyCycle cycle -> {
        List<CycleEdge> edges = new ArrayList<>(cycle.edges());
        CycleEdge first = edges.getFirst();
        edges.set(
            0,
            new CycleEdge(
                first.kind().equals("wr") ? "rw" : "wr",
                first.from(),
                first.to(),
                first.key(),
                first.before(),
                first.after(),
                first.first(),
                first.second(),
                null));
        yield new Certificate.DependencyCycle(cycle.workload(), cycle.anomaly(), edges);
      }
      case Certificate.ConflictingOperations conflict ->
          new Certificate.ConflictingOperations(
              conflict.key(),
              conflict.workload(),
              conflict.anomaly().equals("G1a") ? "future-read" : "G1a",
              conflict.element(),
              conflict.microOps());
      case Certificate.OrderRefutation refutation ->
          new Certificate.OrderRefutation("rw-register", refutation.consistency(), List.of());
      default -> throw new AssertionError(certificate);
    };
  }

  private static Verdict verdict(TinyCounters one, ConsistencyModel model) {
    try {
      return new IsolationChecker("counter-inc", CounterInc::infer, model)
          .check(one.history(), Budget.of(Duration.ofMinutes(1)));
    } catch (RuntimeException e) {
      throw new AssertionError("no verdict on " + one, e);
    }
  }

  /** Whether some transactions can go on so that all that completed took effect in the end. */
  private static boolean isSerial(TinyCounters one, ConsistencyModel model, List<Txn> before) {
    boolean isWhole =
        one.transactions().stream()
            .allMatch(txn -> txn.outcome != EventType.OK || before.contains(txn));
    if (isWhole) {
      return true;
    }
    for (Txn txn : one.transactions()) {
      if (txn.outcome != EventType.FAIL
          && !before.contains(txn)
          && before.stream().noneMatch(earlier -> isOrdered(txn, earlier, model))
          && reads(txn, before)) {
        List<Txn> after = new ArrayList<>(before);
        after.add(txn);
        if (isSerial(one, model, after)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isOrdered(Txn first, Txn second, ConsistencyModel model) {
    boolean isKept =
        switch (model) {
          case STRICT_SERIALIZABLE -> true;
          case STRONG_SESSION_SERIALIZABLE -> first.process == second.process;
          default -> false;
        };
    return isKept && first.outcome == EventType.OK && first.completed < second.invoked;
  }

  private static boolean reads(Txn txn, List<Txn> before) {
    Map<Integer, Long> sums = new TreeMap<>();
    before.forEach(earlier -> earlier.mops.forEach(mop -> add(mop, sums)));
    for (Mop mop : txn.mops) {
      boolean isWrong =
          mop.isRead()
              && txn.outcome == EventType.OK
              && mop.number() != sums.getOrDefault(mop.key(), 0L);
      if (isWrong) {
        return false;
      }
      add(mop, sums);
    }
    return true;
  }

  private static void add(Mop mop, Map<Integer, Long> sums) {
    if (!mop.isRead()) {
      sums.merge(mop.key(), mop.number(), Long::sum);
    }
  }
}
