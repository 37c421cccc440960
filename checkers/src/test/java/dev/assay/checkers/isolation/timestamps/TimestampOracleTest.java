package dev.assay.checkers.isolation.timestamps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Forgeries;
import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.timestamps.TimestampsByForce.Kept;
import dev.assay.checkers.isolation.timestamps.TinyTimestamps.Txn;
import dev.assay.checkers.text.ExplanationText;
import dev.assay.histories.EventType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Timestamps of small random histories against the definitions, tried by force; the evidence
 * against its verifier. A campaign sets {@code assay.campaign.histories} and {@code
 * assay.campaign.seed}.
 */
class TimestampOracleTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 4_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261127);

  private static final Set<ConsistencyModel> MODELS =
      Set.of(
          ConsistencyModel.SERIALIZABLE,
          ConsistencyModel.STRONG_SESSION_SERIALIZABLE,
          ConsistencyModel.STRICT_SERIALIZABLE,
          ConsistencyModel.SNAPSHOT_ISOLATION,
          ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
          ConsistencyModel.STRONG_SNAPSHOT_ISOLATION);

  private final Map<String, Integer> verdicts = new TreeMap<>();
  private final Forgeries forgeries = new Forgeries(SEED, 2);
  private final Map<String, Integer> anomalies = new TreeMap<>();

  @Test
  void verdictsAreThoseOfTheDefinitions() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < HISTORIES; i++) {
      TinyTimestamps one = new TinyTimestamps(random.split(), i % 2 == 0);
      MODELS.forEach(model -> compare(one, model));
    }
    for (ConsistencyModel model : MODELS) {
      for (String verdict : new String[] {"valid", "invalid"}) {
        assertTrue(count(model, verdict) > HISTORIES / 20, () -> verdicts.toString());
      }
      assertTrue(count(model, "open") < HISTORIES / 10, () -> verdicts.toString());
    }
    for (String name :
        new String[] {
          "commit-before-start",
          "stale-at-commit-timestamp",
          "future-at-commit-timestamp",
          "stale-at-start-timestamp",
          "future-at-start-timestamp",
          "out-of-timestamp-order",
          "overlapping-writers",
          "commit-timestamp-process",
          "commit-timestamp-realtime",
          "start-timestamp-process",
          "start-timestamp-realtime",
          "garbage-read",
          "G1a",
          "internal"
        }) {
      assertTrue(anomalies.containsKey(name), () -> name + " is missing in " + anomalies);
    }
  }

  private int count(ConsistencyModel model, String verdict) {
    return verdicts.getOrDefault(model.label() + " " + verdict, 0);
  }

  private void compare(TinyTimestamps one, ConsistencyModel model) {
    boolean ofSnapshots = model.label().endsWith("snapshot-isolation");
    Kept kept =
        model.label().startsWith("strong-session-")
            ? Kept.PROCESSES
            : model.label().startsWith("strict-") || model.label().startsWith("strong-")
                ? Kept.REAL_TIME
                : Kept.NOTHING;
    TimestampsByForce definition = new TimestampsByForce(one, ofSnapshots, kept);
    Verdict verdict = verdict(one, model);
    if (!definition.isComplete()) {
      assertEquals("unknown", verdict.label(), () -> model + " " + verdict + one);
      return;
    }
    boolean expected = definition.isExplained();
    if (verdict instanceof Verdict.Unknown) {
      assertTrue(isOpen(one), () -> model + " " + expected + " " + verdict + one);
      verdicts.merge(model.label() + " open", 1, Integer::sum);
      return;
    }
    assertEquals(
        expected ? "valid" : "invalid", verdict.label(), () -> model + " " + verdict + one);
    verdicts.merge(model.label() + " " + verdict.label(), 1, Integer::sum);
    Verification evidence =
        CertificateVerifier.verify(one.history(), verdict, CheckOptions.DEFAULT);
    assertTrue(evidence.accepted(), () -> model + ": " + evidence.reason() + " " + verdict + one);
    forgeries.show(one.history(), verdict, CheckOptions.DEFAULT, false);
    if (verdict instanceof Verdict.Invalid invalid) {
      invalid
          .anomalies()
          .forEach(
              each -> {
                anomalies.merge(each.name(), 1, Integer::sum);
                assertRefused(one, each.certificate());
                assertTrue(ExplanationText.render(one.history(), each).contains("\n"));
              });
    }
  }

  /** The same operations as evidence of the opposite. */
  private static void assertRefused(TinyTimestamps one, Certificate certificate) {
    if (certificate instanceof Certificate.ConflictingOperations conflict) {
      String opposite =
          switch (conflict.anomaly()) {
            case "stale-at-commit-timestamp" -> "future-at-commit-timestamp";
            case "future-at-commit-timestamp" -> "stale-at-commit-timestamp";
            case "stale-at-start-timestamp" -> "future-at-start-timestamp";
            case "future-at-start-timestamp" -> "stale-at-start-timestamp";
            default -> conflict.anomaly();
          };
      List<MicroOpRef> refs = new ArrayList<>(conflict.microOps());
      if (opposite.equals(conflict.anomaly())) {
        refs.add(refs.removeFirst());
      }
      boolean isSymmetric = refs.size() == 1 || opposite.equals("overlapping-writers");
      Certificate turned =
          new Certificate.ConflictingOperations(
              conflict.key(), conflict.workload(), opposite, conflict.element(), refs);
      assertEquals(
          isSymmetric,
          CertificateVerifier.verify(one.history(), turned, CheckOptions.DEFAULT).accepted(),
          () -> turned + one.toString());
    }
  }

  /** Only equal timestamps and lost ones may leave anything open. */
  private static boolean isOpen(TinyTimestamps one) {
    List<Integer> told = new ArrayList<>();
    for (Txn txn : one.transactions()) {
      if (txn.outcome == EventType.INFO && (txn.commit == null || txn.start == null)) {
        return true;
      }
      Stream.of(txn.start, txn.commit).filter(Objects::nonNull).forEach(told::add);
    }
    return told.stream().distinct().count() < told.size();
  }

  private static Verdict verdict(TinyTimestamps one, ConsistencyModel model) {
    try {
      return new TimestampChecker(one.ofLists() ? "list-append" : "rw-register", model)
          .check(one.history(), Budget.of(Duration.ofMinutes(1)));
    } catch (RuntimeException e) {
      throw new AssertionError("no verdict on " + one, e);
    }
  }
}
