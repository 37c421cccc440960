package dev.assay.checkers.invariants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.histories.History;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sets, counters and registers of eventually consistent stores. */
class EventualTest {
  private static final int CASES = Integer.getInteger("assay.oracle.cases", 5_000);
  private static final String END = "final-read";

  static Stream<String> workloads() {
    return EventualSimulation.WORKLOADS.stream();
  }

  /** {@link Judged} has the verifier's definitions judge each verdict again. */
  @ParameterizedTest
  @MethodSource("workloads")
  void verdictsAreWhatTheDefinitionsSay(String workload) {
    SplittableRandom seeds = new SplittableRandom(1);
    int invalid = 0;
    int valid = 0;
    for (int i = 0; i < CASES; i++) {
      History history = EventualSimulation.history(workload, seeds.split(), 20);
      String label = Judged.of(workload, history).verdict().label();
      invalid += label.equals("invalid") ? 1 : 0;
      valid += label.equals("valid") ? 1 : 0;
    }
    assertTrue(valid > CASES / 20, valid + " valid histories");
    assertTrue(invalid > CASES / 20, invalid + " invalid histories");
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void replicasThatConvergeAreNeverAccused(String workload) {
    SplittableRandom seeds = new SplittableRandom(2);
    for (int i = 0; i < CASES; i++) {
      Judged judged = Judged.of(workload, EventualSimulation.history(workload, seeds.split(), 0));
      assertEquals(List.of(), judged.anomalies(), "history " + i);
    }
  }

  @Test
  void withoutFinalReadsNothingIsJudged() {
    Script script = new Script().done(0, "add", 1L, 1L).done(0, "read", null, List.of(1L));
    Judged.of("eventual-set", script.history()).assertUnknown("no final-read");
  }

  @Test
  void anAddThatNobodyCanHaveSeenIsLost() {
    Script script =
        new Script()
            .done(0, "add", 1L, 1L)
            .done(0, "read", null, List.of(1L))
            .done(1, "add", 1L, 1L)
            .done(0, "remove", 1L, 1L)
            .done(2, END, null, List.of());
    Judged.of("eventual-set", script.history()).assertInvalid("lost");
  }

  @Test
  void whatWasSeenAndRemovedMustNotComeBack() {
    Script script =
        new Script()
            .done(0, "add", 1L, 1L)
            .done(0, "read", null, List.of(1L))
            .done(0, "remove", 1L, 1L)
            .done(2, END, null, List.of(1L));
    Judged.of("eventual-set", script.history()).assertInvalid("resurrected");
  }

  @Test
  void concurrentWritesMustBothRemain() {
    Script script =
        new Script()
            .done(0, "write", List.of(1L, List.of()), null)
            .done(1, "write", List.of(2L, List.of()), null)
            .done(2, END, null, List.of(2L));
    Judged.of("siblings", script.history()).assertInvalid("lost");
    Judged.of("eventual-register", script.history()).assertValid();
  }

  @Test
  void whatWasOverwrittenMustNotComeBack() {
    Script script =
        new Script()
            .done(0, "write", List.of(1L, List.of()), null)
            .done(0, "read", null, List.of(1L))
            .done(0, "write", List.of(2L, List.of(1L)), null)
            .done(2, END, null, List.of(1L));
    Judged.of("eventual-register", script.history()).assertInvalid("resurrected");
  }

  @Test
  void differentFinalReadsDiverge() {
    Script script =
        new Script()
            .done(0, "write", List.of(1L, List.of()), null)
            .done(1, END, null, List.of(1L))
            .done(2, END, null, List.of());
    Judged.of("eventual-register", script.history()).assertInvalid("diverged");
  }

  @Test
  void aWriteThatDoesNotSayWhatItHadSeen() {
    Script script = new Script().done(0, "write", 1L, 1L).done(1, END, null, List.of(1L));
    Judged.of("siblings", script.history()).assertUnknown("[value [values seen …]]");
  }

  /** A certificate of what holds is no proof of another history. */
  @Test
  void theVerifierRejectsAVerdictOfAnotherHistory() {
    Script good = new Script().done(0, "add", 1L, 1L).done(1, END, null, List.of(1L));
    Script bad = new Script().done(0, "add", 1L, 1L).done(1, END, null, List.of());
    Judged judged = Judged.of("eventual-set", good.history());
    assertEquals(
        false,
        CertificateVerifier.verify(bad.history(), judged.verdict(), CheckOptions.DEFAULT)
            .accepted());
  }
}
