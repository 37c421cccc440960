package dev.assay.checkers.isolation;

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
import dev.assay.checkers.isolation.TinyAdditions.Mop;
import dev.assay.checkers.isolation.TinyAdditions.Txn;
import dev.assay.checkers.text.ExplanationText;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Verdicts on transactions that only add against the definition of serializability, all orders
 * tried by force; the evidence against its verifier.
 *
 * @param <V> what is added
 */
public final class AdditionsByForce<V> {
  private static final List<ConsistencyModel> MODELS =
      List.of(
          ConsistencyModel.SERIALIZABLE,
          ConsistencyModel.STRONG_SESSION_SERIALIZABLE,
          ConsistencyModel.STRICT_SERIALIZABLE);

  private final String workload;
  private final Function<History, Inference> inference;
  private final Map<String, Integer> seen = new TreeMap<>();
  private int histories;

  public AdditionsByForce(String workload, Function<History, Inference> inference) {
    this.workload = workload;
    this.inference = inference;
  }

  /** Compares everything that is said of a history. */
  public void compare(TinyAdditions<V> one) {
    histories++;
    MODELS.forEach(model -> compare(one, model));
    snapshots(one);
    commits(one, ConsistencyModel.READ_COMMITTED);
    commits(one, ConsistencyModel.STRONG_SESSION_READ_COMMITTED);
    commits(one, ConsistencyModel.STRONG_READ_COMMITTED);
    commits(one, ConsistencyModel.STRONG_READ_UNCOMMITTED);
    everyModel(one);
  }

  /** Requires that every verdict was there often, and each of these anomalies once. */
  public void requireVariety(List<String> anomalies) {
    for (ConsistencyModel model : MODELS) {
      for (String verdict : List.of("valid", "invalid")) {
        int count = seen.getOrDefault(model.label() + " " + verdict, 0);
        assertTrue(count > histories / 20, seen::toString);
      }
    }
    assertTrue(seen.getOrDefault("read-committed", 0) > histories / 50, seen::toString);
    for (String name : anomalies) {
      assertTrue(seen.containsKey(name), () -> name + " is missing in " + seen);
    }
  }

  private void compare(TinyAdditions<V> one, ConsistencyModel model) {
    if (model.needsRealTime() && !one.history().isRealTime()) {
      return;
    }
    Verdict verdict = verdict(one, model);
    String expected = isSerial(one, model, List.of()) ? "valid" : "invalid";
    assertEquals(expected, verdict.label(), () -> model + " " + verdict + one);
    seen.merge(model.label() + " " + expected, 1, Integer::sum);
    assertEvidence(one, verdict);
  }

  /** What is serializable is snapshot isolated; what snapshots forbid is not serializable. */
  private void snapshots(TinyAdditions<V> one) {
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

  /** What is said of commits has evidence, also of much that is not serializable. */
  private void commits(TinyAdditions<V> one, ConsistencyModel model) {
    Verdict verdict = verdict(one, model);
    if (verdict instanceof Verdict.Unknown) {
      return;
    }
    assertEvidence(one, verdict);
    if (verdict instanceof Verdict.Valid
        && !isSerial(one, ConsistencyModel.SERIALIZABLE, List.of())) {
      seen.merge(model.label(), 1, Integer::sum);
    }
  }

  private void everyModel(TinyAdditions<V> one) {
    boolean isSerial = isSerial(one, ConsistencyModel.SERIALIZABLE, List.of());
    ConsistencyModel sessions = ConsistencyModel.STRONG_SESSION_SERIALIZABLE;
    Map<ConsistencyModel, Boolean> definitions =
        Map.of(
            ConsistencyModel.SERIALIZABLE, isSerial, sessions, isSerial(one, sessions, List.of()));
    new DecisionLaws().check(verdict(one, ConsistencyModel.SERIALIZABLE), definitions, one);
  }

  private void assertEvidence(TinyAdditions<V> one, Verdict verdict) {
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

  private boolean isAccepted(TinyAdditions<V> one, Certificate certificate) {
    return CertificateVerifier.verify(one.history(), certificate, CheckOptions.DEFAULT).accepted();
  }

  /** Evidence of the same with one edge turned into its opposite, or of something else. */
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

  private Verdict verdict(TinyAdditions<V> one, ConsistencyModel model) {
    try {
      return new IsolationChecker(workload, inference, model)
          .check(one.history(), Budget.of(Duration.ofMinutes(1)));
    } catch (RuntimeException e) {
      throw new AssertionError("no verdict on " + one, e);
    }
  }

  /** Whether some transactions can go on so that all that completed took effect in the end. */
  private boolean isSerial(TinyAdditions<V> one, ConsistencyModel model, List<Txn<V>> before) {
    boolean isWhole =
        one.transactions().stream()
            .allMatch(txn -> txn.outcome != EventType.OK || before.contains(txn));
    if (isWhole) {
      return true;
    }
    for (Txn<V> txn : one.transactions()) {
      if (txn.outcome != EventType.FAIL
          && !before.contains(txn)
          && before.stream().noneMatch(earlier -> isOrdered(txn, earlier, model))
          && reads(one, txn, before)) {
        List<Txn<V>> after = new ArrayList<>(before);
        after.add(txn);
        if (isSerial(one, model, after)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isOrdered(Txn<V> first, Txn<V> second, ConsistencyModel model) {
    boolean isKept =
        switch (model) {
          case STRICT_SERIALIZABLE -> true;
          case STRONG_SESSION_SERIALIZABLE -> first.process == second.process;
          default -> false;
        };
    return isKept && first.outcome == EventType.OK && first.completed < second.invoked;
  }

  private boolean reads(TinyAdditions<V> one, Txn<V> txn, List<Txn<V>> before) {
    Map<Integer, V> state = new TreeMap<>();
    before.forEach(earlier -> earlier.mops.forEach(mop -> add(one, mop, state)));
    for (Mop<V> mop : txn.mops) {
      boolean isWrong =
          mop.isRead()
              && txn.outcome == EventType.OK
              && !mop.amount().equals(state.getOrDefault(mop.key(), one.nothing()));
      if (isWrong) {
        return false;
      }
      add(one, mop, state);
    }
    return true;
  }

  private void add(TinyAdditions<V> one, Mop<V> mop, Map<Integer, V> state) {
    if (!mop.isRead()) {
      state.merge(mop.key(), mop.amount(), one::plus);
    }
  }
}
