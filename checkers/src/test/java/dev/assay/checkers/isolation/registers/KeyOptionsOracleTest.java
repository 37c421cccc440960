package dev.assay.checkers.isolation.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.KeyAssumption;
import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.certificates.Certificate.CommitOrder;
import dev.assay.checkers.certificates.Certificate.ParallelOrder;
import dev.assay.checkers.certificates.Certificate.SerialOrder;
import dev.assay.checkers.certificates.Certificate.SnapshotOrder;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Forgeries;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.registers.AxiomsByForce.Knowledge;
import dev.assay.checkers.isolation.registers.LevelsByForce.Order;
import dev.assay.checkers.text.ExplanationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Registers under Elle's options of keys against all orders of versions that agree with them, tried
 * by force; the evidence against its verifier. A campaign sets {@code assay.campaign.histories} and
 * {@code assay.campaign.seed}.
 */
class KeyOptionsOracleTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 1_200);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261128);

  private static final Map<ConsistencyModel, Predicate<LevelsByForce>> STRONG = new TreeMap<>();
  private static final Map<ConsistencyModel, Predicate<AxiomsByForce>> WEAK = new TreeMap<>();

  private static final List<ConsistencyModel> PROMISES =
      List.of(
          ConsistencyModel.READ_YOUR_WRITES,
          ConsistencyModel.MONOTONIC_READS,
          ConsistencyModel.MONOTONIC_WRITES,
          ConsistencyModel.WRITES_FOLLOW_READS,
          ConsistencyModel.PRAM);

  static {
    STRONG.put(ConsistencyModel.SERIALIZABLE, all -> all.isSerializable(Order.ANY));
    STRONG.put(ConsistencyModel.STRICT_SERIALIZABLE, all -> all.isSerializable(Order.REAL_TIME));
    STRONG.put(ConsistencyModel.SNAPSHOT_ISOLATION, all -> all.isSnapshotIsolated(Order.ANY));
    STRONG.put(
        ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
        all -> all.isSnapshotIsolated(Order.SESSION));
    STRONG.put(
        ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION, LevelsByForce::isParallelSnapshotIsolated);
    WEAK.put(ConsistencyModel.READ_UNCOMMITTED, all -> all.isUncommitted(Order.ANY));
    WEAK.put(
        ConsistencyModel.STRONG_SESSION_READ_UNCOMMITTED, all -> all.isUncommitted(Order.SESSION));
    WEAK.put(ConsistencyModel.STRONG_READ_UNCOMMITTED, all -> all.isUncommitted(Order.REAL_TIME));
    WEAK.put(ConsistencyModel.READ_COMMITTED, all -> all.holds(Knowledge.NOTHING, false));
    WEAK.put(
        ConsistencyModel.MONOTONIC_ATOMIC_VIEW, all -> all.holds(Knowledge.READS_BEFORE, false));
    WEAK.put(ConsistencyModel.READ_ATOMIC, all -> all.holds(Knowledge.ALL_READS, false));
    WEAK.put(
        ConsistencyModel.STRONG_SESSION_READ_ATOMIC, all -> all.holds(Knowledge.ALL_READS, true));
    WEAK.put(ConsistencyModel.CAUSAL_CERONE, all -> all.holds(Knowledge.THE_PAST, false));
  }

  private final Map<String, Integer> seen = new TreeMap<>();
  private final Forgeries forgeries = new Forgeries(SEED, 2);

  @Test
  void verdictsAreThoseOfAllOrdersThatAgree() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < HISTORIES; i++) {
      TinyRegisters one = new TinyRegisters(random.split(), i % 4 == 0);
      KeyOptions options = options(one, random);
      LevelsByForce strong = new LevelsByForce(one, options);
      AxiomsByForce weak = new AxiomsByForce(one, options);
      STRONG.forEach((model, level) -> compare(one, options, model, level.test(strong)));
      WEAK.forEach((model, level) -> compare(one, options, model, level.test(weak)));
      // Of transactions that contradict themselves it is not decided.
      if (weak.isClear()) {
        compare(one, options, ConsistencyModel.UPDATE_SERIALIZABLE, strong.isUpdateSerializable());
        promise(one, options, ConsistencyModel.READ_YOUR_WRITES, weak.readsOwnWrites());
        promise(one, options, ConsistencyModel.MONOTONIC_READS, weak.readsForward());
        promise(one, options, ConsistencyModel.MONOTONIC_WRITES, weak.writesInOrder());
        promise(one, options, ConsistencyModel.WRITES_FOLLOW_READS, weak.writesFollowReads());
        promise(one, options, ConsistencyModel.PRAM, weak.isPram());
      }
      holdOrders(one, options, random);
      if (new PremisesByForce(one, options).isBroken()) {
        assertTold(one, options);
      }
    }
    for (ConsistencyModel model : PROMISES) {
      for (String what : List.of(" kept", " broken", " broken by premises")) {
        // Reads that only a premise shows to go back are rare.
        boolean isRare = model == ConsistencyModel.MONOTONIC_READS && HISTORIES < 10_000;
        assertTrue(isRare || seen.getOrDefault(model.label() + what, 0) > 0, seen::toString);
      }
    }
    for (String what :
        List.of(
            "valid",
            "invalid",
            "valid only without premises",
            "broken assumption",
            "refused under premises",
            "order allowed",
            "order refused")) {
      assertTrue(seen.getOrDefault(what, 0) > HISTORIES / 20, seen::toString);
    }
    // What follows reads is so at read committed and above by itself.
    for (KeyAssumption assumption :
        EnumSet.complementOf(EnumSet.of(KeyAssumption.WRITES_FOLLOW_READS))) {
      assertTrue(seen.getOrDefault(assumption.label(), 0) > 0, seen::toString);
    }
  }

  private static KeyOptions options(TinyRegisters one, SplittableRandom random) {
    int kind = random.nextInt(6);
    if (kind == 5) {
      List<Object> shuffled = new ArrayList<>();
      one.transactions().stream()
          .flatMap(txn -> txn.mops.stream())
          .filter(mop -> mop.key() == 0 && !mop.isRead())
          .forEach(mop -> shuffled.add(random.nextInt(shuffled.size() + 1), (long) mop.value()));
      shuffled.removeIf(value -> random.nextInt(5) == 0);
      return shuffled.isEmpty()
          ? KeyOptions.of(KeyAssumption.WRITES_FOLLOW_READS)
          : new KeyOptions(Set.of(), Map.of(0L, shuffled));
    }
    return switch (kind) {
      case 0 -> KeyOptions.of(KeyAssumption.WRITES_FOLLOW_READS);
      case 1 -> KeyOptions.of(KeyAssumption.SEQUENTIAL);
      case 2, 3 -> KeyOptions.of(KeyAssumption.LINEARIZABLE);
      default ->
          KeyOptions.of(
              KeyAssumption.WRITES_FOLLOW_READS,
              KeyAssumption.SEQUENTIAL,
              KeyAssumption.LINEARIZABLE);
    };
  }

  private void compare(
      TinyRegisters one, KeyOptions options, ConsistencyModel model, boolean expected) {
    if (model.needsRealTime() && !one.history().isRealTime()) {
      return;
    }
    Verdict verdict = verdict(one, options, model);
    assertEquals(
        expected ? "valid" : "invalid",
        verdict.label(),
        () -> model + " " + options + " " + verdict + one);
    Verification evidence =
        CertificateVerifier.verify(one.history(), verdict, CheckOptions.DEFAULT.withKeys(options));
    assertTrue(evidence.accepted(), () -> model + ": " + evidence.reason() + " " + verdict + one);
    forgeries.show(one.history(), verdict, CheckOptions.DEFAULT.withKeys(options), true);
    seen.merge(verdict.label(), 1, Integer::sum);
    if (verdict instanceof Verdict.Invalid invalid) {
      assertNoOrder(one, options, model);
      boolean isPlain =
          CertificateVerifier.verify(one.history(), verdict, CheckOptions.DEFAULT).accepted();
      if (!isPlain && verdict(one, KeyOptions.NONE, model) instanceof Verdict.Valid) {
        seen.merge("valid only without premises", 1, Integer::sum);
        String text = ExplanationText.render(one.history(), invalid.anomalies().getFirst());
        for (KeyAssumption assumption : options.assumptions()) {
          if (text.contains("under the premise " + assumption.label())) {
            seen.merge(assumption.label(), 1, Integer::sum);
          }
        }
      }
    }
  }

  /** What proves a claim where nothing is assumed is refused where the claim does not hold then. */
  private void assertNoOrder(TinyRegisters one, KeyOptions options, ConsistencyModel model) {
    if (verdict(one, KeyOptions.NONE, model) instanceof Verdict.Valid plain) {
      Verification refused =
          CertificateVerifier.verify(one.history(), plain, CheckOptions.DEFAULT.withKeys(options));
      assertFalse(
          refused.accepted() || refused.gaveUp(), () -> model + " " + options + plain + one);
      seen.merge("refused under premises", 1, Integer::sum);
    }
  }

  /** Any order of writers is held to what is assumed, and to nothing else beside its own rules. */
  private void holdOrders(TinyRegisters one, KeyOptions options, SplittableRandom random) {
    PremisesByForce premises = new PremisesByForce(one, options);
    CheckOptions assumed = CheckOptions.DEFAULT.withKeys(options);
    for (int i = 0; i < 6; i++) {
      List<TinyRegisters.Txn> order = new ArrayList<>();
      premises.committed().forEach(txn -> order.add(random.nextInt(order.size() + 1), txn));
      List<Integer> invocations = order.stream().map(txn -> txn.invoked).toList();
      List<Integer> moments = invocations.stream().flatMap(each -> Stream.of(each, each)).toList();
      for (Certificate certificate :
          List.of(
              new CommitOrder("rw-register", "read-uncommitted", invocations),
              new CommitOrder("rw-register", "read-committed", invocations),
              new CommitOrder("rw-register", "monotonic-reads", invocations),
              new ParallelOrder("rw-register", invocations),
              new SerialOrder("rw-register", "serializable", invocations),
              new SnapshotOrder("rw-register", "snapshot-isolation", moments))) {
        if (CertificateVerifier.verify(one.history(), certificate, CheckOptions.DEFAULT)
            .accepted()) {
          Verification held = CertificateVerifier.verify(one.history(), certificate, assumed);
          boolean isAllowed = premises.allow(order);
          assertEquals(
              isAllowed, held.accepted(), () -> options + " " + certificate + " " + held + one);
          assertTrue(held.accepted() == held.reason().contains(", under the premise "));
          seen.merge(isAllowed ? "order allowed" : "order refused", 1, Integer::sum);
        }
      }
    }
  }

  private void promise(
      TinyRegisters one, KeyOptions options, ConsistencyModel model, boolean expected) {
    boolean isKeptAlone = verdict(one, KeyOptions.NONE, model) instanceof Verdict.Valid;
    compare(one, options, model, expected);
    seen.merge(model.label() + (expected ? " kept" : " broken"), 1, Integer::sum);
    seen.merge(
        model.label() + " broken by premises", isKeptAlone && !expected ? 1 : 0, Integer::sum);
  }

  private void assertTold(TinyRegisters one, KeyOptions options) {
    Verdict verdict = verdict(one, options, ConsistencyModel.READ_COMMITTED);
    List<String> notes = verdict.summary().classification().notes();
    assertTrue(
        notes.stream().anyMatch(note -> note.matches("The assumption .* does not hold on key .*")),
        () -> options + " " + notes + one);
    seen.merge("broken assumption", 1, Integer::sum);
  }

  private static Verdict verdict(TinyRegisters one, KeyOptions options, ConsistencyModel model) {
    try {
      return Checkers.forClaim("rw-register", model.label(), options)
          .check(one.history(), Budget.of(Duration.ofMinutes(1)));
    } catch (RuntimeException e) {
      throw new AssertionError("no verdict on " + options + one, e);
    }
  }
}
