package dev.assay.checkers.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.certificates.Certificate.CommitOrder;
import dev.assay.checkers.certificates.Certificate.LinearizationOrder;
import dev.assay.checkers.certificates.Certificate.PartRefutation;
import dev.assay.checkers.certificates.Certificate.SerialOrder;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Evidence that lacks parts, and histories whose initial state is not told. */
class ForgedEvidenceTest {
  private static final Keyword X = new Keyword("x");
  private static final List<Object> READ = List.of(List.of(new Keyword("r"), X, 1L));

  /** Of predicates: an init that ended in some way, and a read of what it made, before or after. */
  private static History history(@Nullable EventType init, boolean isFirst, Object asked) {
    History.Builder builder = History.builder();
    if (!isFirst) {
      read(builder);
    }
    builder.add(EventType.INVOKE, 0, "init", asked);
    if (init != null) {
      builder.add(init, 0, "init", Map.of(X, 1L));
    }
    if (isFirst) {
      read(builder);
    }
    return builder.build();
  }

  private static void read(History.Builder builder) {
    builder.add(EventType.INVOKE, 1, "txn", READ);
    builder.add(EventType.OK, 1, "txn", READ);
  }

  private static void assertBelieved(boolean isBelieved, History history) {
    int[] invocations = history.clientInvocations().toArray();
    List<Integer> order = List.of(invocations[0], invocations[1]);
    assertEquals(
        isBelieved,
        verify(history, new SerialOrder("closed-predicate", "serializable", order)).accepted());
    assertEquals(
        isBelieved,
        verify(history, new CommitOrder("closed-predicate", "read-committed", order)).accepted());
    PartRefutation none =
        new PartRefutation("closed-predicate", "serializable", List.of(X), List.of());
    assertFalse(verify(history, none).accepted());
  }

  private static Verification verify(History history, Certificate certificate) {
    return CertificateVerifier.verify(history, certificate, CheckOptions.DEFAULT);
  }

  @Test
  void onlyAnInitThatCompletedFirstMakesTheInitialState() {
    assertBelieved(true, history(EventType.OK, true, Map.of(X, 1L)));
    assertBelieved(true, history(EventType.OK, true, Map.of(X, 2L)));
    assertBelieved(false, history(EventType.OK, false, Map.of(X, 1L)));
    assertBelieved(false, history(EventType.INFO, true, Map.of(X, 1L)));
    assertBelieved(false, history(null, true, Map.of(X, 1L)));
    History.Builder twice = History.builder();
    for (int process = 0; process < 2; process++) {
      twice.add(EventType.INVOKE, process, "init", Map.of(X, 1L));
      twice.add(EventType.OK, process, "init", Map.of(X, 1L));
    }
    assertBelieved(false, twice.build());
  }

  @Test
  void whatLacksPartsIsRejected() {
    History history = history(EventType.OK, true, Map.of(X, 1L));
    for (Certificate forged :
        List.of(
            new PartRefutation(
                "closed-predicate", "serializable", Collections.singletonList(null), List.of(2)),
            new SerialOrder("closed-predicate", "serializable", Arrays.asList(0, null)),
            new SerialOrder("closed-predicate", "serializable", List.of(0, 1 << 20)))) {
      Verification verification = verify(history, forged);
      assertFalse(verification.accepted() || verification.gaveUp());
      assertTrue(verification.reason().matches(".*(lacks a part|invokes nothing)"));
    }
    List<Integer> order = Arrays.asList(0, null);
    assertFalse(
        CertificateVerifier.verifySequential(history, "register", order, CheckOptions.DEFAULT)
            .accepted());
    assertFalse(
        CertificateVerifier.verifyQuiescent(
                history,
                "register",
                List.of(new LinearizationOrder(null, "register", order)),
                CheckOptions.DEFAULT)
            .accepted());
  }
}
