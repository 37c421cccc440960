package dev.assay.checkers.isolation.predicates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.CommitWait;
import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.DecisionLaws;
import dev.assay.checkers.isolation.IsolationChecker;
import dev.assay.checkers.isolation.predicates.AdyaPredicates.Level;
import dev.assay.checkers.isolation.predicates.TinyPredicates.Mop;
import dev.assay.checkers.isolation.predicates.TinyPredicates.Txn;
import dev.assay.checkers.text.ExplanationText;
import dev.assay.histories.EventType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Verdicts on transactions with predicate reads against the definitions, by force: all serial
 * orders, and Adya's levels over all orders of versions; the evidence against its verifier.
 */
final class PredicatesByForce {
  private static final List<ConsistencyModel> SERIAL =
      List.of(
          ConsistencyModel.SERIALIZABLE,
          ConsistencyModel.STRONG_SESSION_SERIALIZABLE,
          ConsistencyModel.STRICT_SERIALIZABLE);

  private static final List<ConsistencyModel> SNAPSHOTS =
      List.of(
          ConsistencyModel.SNAPSHOT_ISOLATION,
          ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
          ConsistencyModel.STRONG_SNAPSHOT_ISOLATION);

  private static final List<ConsistencyModel> COMMITTED =
      List.of(
          ConsistencyModel.READ_COMMITTED,
          ConsistencyModel.STRONG_SESSION_READ_COMMITTED,
          ConsistencyModel.STRONG_READ_COMMITTED);

  private static final Map<Level, ConsistencyModel> LEVELS =
      Map.of(
          Level.PL_2, ConsistencyModel.READ_COMMITTED,
          Level.PL_2_PROCESS, ConsistencyModel.STRONG_SESSION_READ_COMMITTED,
          Level.PL_2_REALTIME, ConsistencyModel.STRONG_READ_COMMITTED,
          Level.PL_2_PLUS, ConsistencyModel.CONSISTENT_VIEW,
          Level.PL_2_99, ConsistencyModel.REPEATABLE_READ,
          Level.PL_SI, ConsistencyModel.SNAPSHOT_ISOLATION);

  /** Where one of these is, it is not told which versions all reads are of. */
  private static final Set<String> CONTRADICTIONS =
      Set.of("internal", "overlooked-write", "predicate-read-miss", "predicate-read-mismatch");

  private final Map<String, Integer> seen = new TreeMap<>();
  private final DecisionLaws laws = new DecisionLaws();
  private final SplittableRandom shuffle = new SplittableRandom(1);
  private int histories;

  /** Compares everything that is said of a history. */
  void compare(TinyPredicates one) {
    histories++;
    Map<ConsistencyModel, Boolean> definitions = new EnumMap<>(ConsistencyModel.class);
    for (ConsistencyModel model : SERIAL) {
      if (!model.needsRealTime() || one.history().isRealTime()) {
        definitions.put(model, isSerial(one, model));
      }
    }
    for (ConsistencyModel model : SNAPSHOTS) {
      if (!model.needsRealTime() || one.history().isRealTime()) {
        definitions.put(model, new SnapshotsByForce(one, model).isOne());
      }
    }
    Verdict strongest = verdict(one, ConsistencyModel.STRICT_SERIALIZABLE);
    Verdict ofCursors = verdict(one, ConsistencyModel.CURSOR_STABILITY);
    if (!(ofCursors instanceof Verdict.Unknown)) {
      assertEvidence(one, ofCursors);
    }
    Set<String> found = strongest.summary().classification().anomalies().keySet();
    if (!found.contains("predicate-read-mismatch")) {
      for (ConsistencyModel model : COMMITTED) {
        if (!model.needsRealTime() || one.history().isRealTime()) {
          CommitsByForce.isOne(one, model)
              .ifPresentOrElse(
                  isOne -> definitions.put(model, isOne), () -> assertOpen(one, model));
        }
      }
    }
    AdyaPredicates adya = new AdyaPredicates(one);
    Set<Level> levels = found.stream().anyMatch(CONTRADICTIONS::contains) ? null : adya.holding();
    if (levels != null) {
      LEVELS.forEach(
          (level, model) -> {
            boolean holds = levels.contains(level);
            if (holds && adya.isOpen(level)) {
              assertFalse(definitions.containsKey(model), () -> model + " " + one);
            } else if (!model.needsRealTime() || one.history().isRealTime()) {
              assertEquals(definitions.getOrDefault(model, holds), holds, () -> model + " " + one);
              definitions.put(model, holds);
            }
          });
      // By moments and by cycles snapshots are the same.
      assertEquals(
          new SnapshotsByForce(one, ConsistencyModel.SNAPSHOT_ISOLATION).isOne(),
          levels.contains(Level.PL_SI),
          one::toString);
      // No serial order has an order of versions that Adya forbids, and the other way round.
      assertEquals(
          definitions.get(ConsistencyModel.SERIALIZABLE),
          levels.contains(Level.PL_3),
          one::toString);
    }
    for (ConsistencyModel model : definitions.keySet()) {
      Verdict verdict = verdict(one, model);
      laws.check(verdict, definitions, one);
      seen.merge(model.label() + " " + verdict.label(), 1, Integer::sum);
      boolean isDecided =
          SERIAL.contains(model) || SNAPSHOTS.contains(model) || COMMITTED.contains(model);
      if (isDecided) {
        String expected = Objects.requireNonNull(definitions.get(model)) ? "valid" : "invalid";
        assertEquals(expected, verdict.label(), () -> model + " " + verdict + one);
      }
      if (!(verdict instanceof Verdict.Unknown)) {
        assertEvidence(one, verdict);
      }
      boolean hasCommits =
          COMMITTED.contains(model)
              || model == ConsistencyModel.CONSISTENT_VIEW
              || model == ConsistencyModel.REPEATABLE_READ;
      if (hasCommits && !Objects.requireNonNull(definitions.get(model))) {
        assertNoOrder(one, model);
      }
    }
  }

  private void assertOpen(TinyPredicates one, ConsistencyModel model) {
    Verdict verdict = verdict(one, model);
    assertEquals("unknown", verdict.label(), () -> model + " " + verdict + one);
    seen.merge(model.label() + " unknown", 1, Integer::sum);
    assertNoOrder(one, model);
  }

  /** Where no order of commits is one of the model, the verifier refuses any. */
  private void assertNoOrder(TinyPredicates one, ConsistencyModel model) {
    List<Integer> order = new ArrayList<>();
    for (Txn txn : one.transactions()) {
      if (txn.isInit) {
        order.add(txn.invoked);
      } else if (txn.outcome != EventType.FAIL) {
        int first = one.transactions().get(0).isInit ? 1 : 0;
        order.add(first + shuffle.nextInt(order.size() + 1 - first), txn.invoked);
      }
    }
    Certificate any =
        new Certificate.CommitOrder("closed-predicate", model.label(), List.copyOf(order));
    Verification evidence = CertificateVerifier.verify(one.history(), any, CheckOptions.DEFAULT);
    assertFalse(evidence.accepted() || evidence.gaveUp(), () -> model + " " + order + one);
  }

  /** Requires that every verdict was there often, and each of these anomalies once. */
  void requireVariety(List<String> anomalies) {
    for (ConsistencyModel model : Stream.concat(SERIAL.stream(), SNAPSHOTS.stream()).toList()) {
      for (String verdict : List.of("valid", "invalid")) {
        int count = seen.getOrDefault(model.label() + " " + verdict, 0);
        assertTrue(count > histories / 20, seen::toString);
      }
    }
    requireAnomalies(anomalies);
    for (ConsistencyModel model : LEVELS.values()) {
      for (String what : List.of("holds", "ruled out")) {
        assertTrue(laws.count(model, what) > histories / 50, laws::toString);
      }
    }
  }

  /** Requires that each of these anomalies, or verdicts of a model, was there once. */
  void requireAnomalies(List<String> anomalies) {
    for (String name : anomalies) {
      assertTrue(seen.containsKey(name), () -> name + " is missing in " + this);
    }
  }

  @Override
  public String toString() {
    return seen + "\n" + laws;
  }

  private void assertEvidence(TinyPredicates one, Verdict verdict) {
    Verification evidence =
        CertificateVerifier.verify(one.history(), verdict, CheckOptions.DEFAULT);
    assertTrue(evidence.accepted(), () -> evidence.reason() + " " + verdict + one);
    if (verdict instanceof Verdict.Invalid invalid) {
      for (Anomaly each : invalid.anomalies()) {
        seen.merge(each.name(), 1, Integer::sum);
        for (Certificate wrong : wronged(each.certificate())) {
          assertFalse(
              CertificateVerifier.verify(one.history(), wrong, CheckOptions.DEFAULT).accepted(),
              () -> wrong + one.toString());
        }
        assertTrue(ExplanationText.render(one.history(), each).contains("\n"));
      }
    } else if (verdict instanceof Verdict.Valid valid) {
      for (Certificate each : valid.certificates()) {
        for (Certificate wrong : wronged(each)) {
          assertFalse(
              CertificateVerifier.verify(one.history(), wrong, CheckOptions.DEFAULT).accepted(),
              () -> wrong + one.toString());
        }
      }
    }
  }

  /** Evidence of the same that must be refused. */
  private static List<Certificate> wronged(Certificate certificate) {
    List<Certificate> wrong = new ArrayList<>();
    switch (certificate) {
      case Certificate.DependencyCycle cycle -> {
        for (int i = 0; i < cycle.edges().size(); i++) {
          CycleEdge edge = cycle.edges().get(i);
          // Neither the other way round nor as another kind can it be true, whatever the cycle.
          for (String kind : List.of("ww", opposite(edge.kind()))) {
            List<CycleEdge> edges = new ArrayList<>(cycle.edges());
            edges.set(
                i,
                new CycleEdge(
                    kind,
                    edge.from(),
                    edge.to(),
                    edge.key(),
                    edge.before(),
                    edge.after(),
                    edge.first(),
                    edge.second(),
                    null));
            for (String name : List.of("G0", "G1c", "G-single", "G-single-item", "G2", "G2-item")) {
              wrong.add(new Certificate.DependencyCycle(cycle.workload(), name, edges));
            }
          }
        }
      }
      case Certificate.ConflictingOperations conflict -> {
        wrong.add(
            new Certificate.ConflictingOperations(
                conflict.key(),
                conflict.workload(),
                conflict.anomaly().equals("G1a") ? "future-read" : "G1a",
                conflict.element(),
                conflict.microOps()));
        wrong.add(
            new Certificate.ConflictingOperations(
                -7L,
                conflict.workload(),
                conflict.anomaly(),
                conflict.element(),
                conflict.microOps()));
      }
      case Certificate.CircularWait wait -> {
        for (int i = 0; i < wait.waits().size(); i++) {
          List<CommitWait> others = new ArrayList<>(wait.waits());
          CommitWait out = others.remove(i);
          wrong.add(new Certificate.CircularWait(wait.workload(), wait.consistency(), others));
          others.add(new CommitWait(out.transaction(), "wr", out.key(), out.read(), List.of()));
          wrong.add(new Certificate.CircularWait(wait.workload(), wait.consistency(), others));
          if (out.read() == null) {
            wrong.add(
                new Certificate.CircularWait(wait.workload(), "read-committed", wait.waits()));
          }
        }
      }
      case Certificate.PartRefutation part -> {
        for (int i = 0; i < part.transactions().size(); i++) {
          List<Integer> others = new ArrayList<>(part.transactions());
          others.remove(i);
          wrong.add(
              new Certificate.PartRefutation(
                  part.workload(), part.consistency(), part.keys(), others));
        }
        for (int i = 0; i < part.keys().size(); i++) {
          List<Object> others = new ArrayList<>(part.keys());
          others.remove(i);
          wrong.add(
              new Certificate.PartRefutation(
                  part.workload(), part.consistency(), others, part.transactions()));
        }
      }
      case Certificate.OrderRefutation refutation ->
          wrong.add(
              new Certificate.OrderRefutation("rw-register", refutation.consistency(), List.of()));
      case Certificate.SnapshotOrder order -> {
        wrong.add(
            new Certificate.SnapshotOrder(
                order.workload(),
                order.consistency(),
                order.moments().subList(0, order.moments().size() - 1)));
        wrong.add(new Certificate.SerialOrder(order.workload(), "serializable", order.moments()));
      }
      case Certificate.SerialOrder order -> {
        if (!order.order().isEmpty()) {
          wrong.add(
              new Certificate.SerialOrder(
                  order.workload(),
                  order.consistency(),
                  order.order().subList(0, order.order().size() - 1)));
        }
      }
      case Certificate.CommitOrder order -> {
        List<Integer> twice = new ArrayList<>(order.order());
        twice.addAll(order.order());
        wrong.add(new Certificate.CommitOrder(order.workload(), order.consistency(), twice));
        wrong.add(new Certificate.CommitOrder(order.workload(), order.consistency(), List.of()));
        wrong.add(new Certificate.CommitOrder(order.workload(), "read-atomic", order.order()));
      }
      default -> throw new AssertionError(certificate);
    }
    return wrong;
  }

  private static String opposite(String kind) {
    return switch (kind) {
      case "wr" -> "rw";
      case "rw" -> "wr";
      case "wrp" -> "rwp";
      case "rwp" -> "wrp";
      case "process" -> "wrp";
      default -> "rwp";
    };
  }

  private static Verdict verdict(TinyPredicates one, ConsistencyModel model) {
    try {
      return new IsolationChecker("closed-predicate", ClosedPredicate::infer, model)
          .check(one.history(), Budget.of(Duration.ofMinutes(1)));
    } catch (RuntimeException e) {
      throw new AssertionError("no verdict on " + one, e);
    }
  }

  private static boolean isSerial(TinyPredicates one, ConsistencyModel model) {
    List<Txn> all = one.transactions();
    boolean isInit = !all.isEmpty() && all.get(0).isInit;
    return isSerial(one, model, new ArrayList<>(isInit ? all.subList(0, 1) : List.of()));
  }

  /** Whether some transactions can go on so that all that completed took effect in the end. */
  private static boolean isSerial(TinyPredicates one, ConsistencyModel model, List<Txn> before) {
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

  /** Whether the model keeps that one comes before the other. */
  static boolean isOrdered(Txn first, Txn second, ConsistencyModel model) {
    boolean isKept =
        switch (model) {
          case STRICT_SERIALIZABLE, STRONG_SNAPSHOT_ISOLATION -> true;
          case STRONG_SESSION_SERIALIZABLE, STRONG_SESSION_SNAPSHOT_ISOLATION ->
              first.process == second.process;
          default -> false;
        };
    return isKept && first.outcome == EventType.OK && first.completed < second.invoked;
  }

  /** Whether what a transaction read is what others left behind that committed before. */
  static boolean reads(Txn txn, List<Txn> before) {
    Map<Long, Long> state = new TreeMap<>();
    for (Txn earlier : before) {
      write(earlier, state);
    }
    if (txn.outcome != EventType.OK) {
      return true;
    }
    for (Mop mop : txn.mops) {
      boolean isRight =
          mop.isPredicate()
              ? TinyPredicates.matches(mop, state).equals(mop.shown())
              : !mop.isRead() || Objects.equals(state.get(mop.key()), mop.value());
      if (!isRight) {
        return false;
      }
      if (!mop.isRead()) {
        TinyPredicates.write(mop, state);
      }
    }
    return true;
  }

  private static void write(Txn txn, Map<Long, Long> state) {
    for (Mop mop : txn.mops) {
      if (!mop.isRead()) {
        TinyPredicates.write(mop, state);
      }
    }
  }
}
