package dev.assay.checkers.certificates;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.CheckSummary;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate.IllegalWindow;
import dev.assay.checkers.certificates.Certificate.LinearizationOrder;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CertificateVerifierTest {
  /** Events 0-1: write 1. 2-3: read 1. 4-: write 2, never known. 5-6: read 2. 7-8: failed cas. */
  private static final History HISTORY = history();

  private static History history() {
    History.Builder builder = History.builder();
    builder.add(EventType.INVOKE, 0, "write", 1L);
    builder.add(EventType.OK, 0, "write", 1L);
    builder.add(EventType.INVOKE, 1, "read", null);
    builder.add(EventType.OK, 1, "read", 1L);
    builder.add(EventType.INVOKE, 2, "write", 2L);
    builder.add(EventType.INVOKE, 1, "read", null);
    builder.add(EventType.OK, 1, "read", 2L);
    builder.add(EventType.INVOKE, 0, "cas", List.of(2L, 3L));
    builder.add(EventType.FAIL, 0, "cas", List.of(2L, 3L));
    return builder.build();
  }

  private static Verification order(Integer... order) {
    return CertificateVerifier.verify(
        HISTORY,
        new LinearizationOrder(null, "cas-register", List.of(order)),
        CheckOptions.DEFAULT);
  }

  private static void assertRejected(String reason, Verification verification) {
    assertFalse(verification.accepted());
    assertTrue(verification.reason().contains(reason), verification.reason());
  }

  @Test
  void acceptsALegalOrder() {
    assertTrue(order(0, 2, 4, 5).accepted());
  }

  @Test
  void rejectsAMissingOperation() {
    assertRejected("missing", order(0, 4, 5));
  }

  @Test
  void rejectsAnOperationTwice() {
    assertRejected("twice", order(0, 0, 2, 4, 5));
  }

  @Test
  void rejectsAFailedOperation() {
    assertRejected("failed", order(0, 2, 4, 5, 7));
  }

  @Test
  void rejectsAnIllegalResult() {
    assertRejected("illegal where it is placed", order(0, 2, 5));
  }

  @Test
  void rejectsAnOrderAgainstTime() {
    assertRejected("had returned", order(4, 0, 2, 5));
  }

  @Test
  void rejectsWhatIsNoInvocation() {
    assertRejected("invokes nothing", order(0, 1));
    assertRejected("invokes nothing", order(0, 99));
    assertRejected("invokes nothing", order(-1));
  }

  @Test
  void rejectsAnUnknownModel() {
    Certificate order = new LinearizationOrder(null, "teapot", List.of());
    assertRejected(
        "no specification", CertificateVerifier.verify(HISTORY, order, CheckOptions.DEFAULT));
  }

  @Test
  void rejectsAVerdictThatLeavesOutAnObject() {
    History.Builder builder = History.builder();
    for (long key = 0; key < 2; key++) {
      builder.add(EventType.INVOKE, 0, "write", key, 1L, 0, 0, Map.of());
      builder.add(EventType.OK, 0, "write", key, 1L, 0, 0, Map.of());
    }
    List<Certificate> orders = List.of(new LinearizationOrder(0L, "register", List.of(0)));
    Verdict verdict = new Verdict.Valid(orders, new CheckSummary("linearizable", "none", 2, 2, 0));
    assertRejected(
        "no evidence for the object 1",
        CertificateVerifier.verify(builder.build(), verdict, CheckOptions.DEFAULT));
  }

  /** 0-3: write 1. 1-2: write 2. 4-5: write 3. 6-7: read 1. 8-9: read 3. */
  private static History stale() {
    History.Builder builder = History.builder();
    builder.add(EventType.INVOKE, 0, "write", 1L);
    builder.add(EventType.INVOKE, 1, "write", 2L);
    builder.add(EventType.OK, 1, "write", 2L);
    builder.add(EventType.OK, 0, "write", 1L);
    builder.add(EventType.INVOKE, 0, "write", 3L);
    builder.add(EventType.OK, 0, "write", 3L);
    builder.add(EventType.INVOKE, 1, "read", null);
    builder.add(EventType.OK, 1, "read", 1L);
    builder.add(EventType.INVOKE, 1, "read", null);
    builder.add(EventType.OK, 1, "read", 3L);
    return builder.build();
  }

  private static Verification window(int firstEvent, int lastEvent, Integer... operations) {
    return CertificateVerifier.verify(
        stale(),
        new IllegalWindow(null, "register", List.of(operations), firstEvent, lastEvent),
        CheckOptions.DEFAULT);
  }

  @Test
  void acceptsAnIllegalWindow() {
    assertTrue(window(0, 7, 0, 1, 4, 6).accepted());
    assertTrue(window(0, 7, 0, 4, 6).accepted(), "nobody saw write 2");
    assertTrue(window(4, 7, 4, 6).accepted(), "the writes before returned before the window");
  }

  @Test
  void rejectsAWindowWithoutAWriteThatIsRead() {
    assertRejected("left out", window(0, 7, 1, 4, 6));
    assertRejected("left out", window(0, 7, 6));
  }

  @Test
  void anOperationThatTheWindowCutsCountsAsOpen() {
    assertRejected("there is an order", window(1, 7, 0, 4, 6));
  }

  @Test
  void rejectsALegalWindow() {
    assertRejected("there is an order", window(0, 5, 0, 1, 4));
    assertRejected("there is an order", window(4, 9, 4, 8));
  }

  @Test
  void rejectsAWindowOfOtherEvents() {
    assertRejected("none of the object's", window(0, 7, 0, 1, 4, 8));
    assertRejected("none of the object's", window(0, 7, 0, 0, 1, 4, 6));
    assertRejected("outside", window(0, 10, 0, 1, 4, 6));
  }

  @Test
  void rejectsWhatIsTooLargeToVerify() {
    History.Builder builder = History.builder();
    List<Integer> writes = new ArrayList<>();
    for (int process = 0; process < 40; process++) {
      writes.add(builder.add(EventType.INVOKE, process, "write", (long) process));
    }
    for (int process = 0; process < 40; process++) {
      builder.add(EventType.OK, process, "write", (long) process);
    }
    writes.add(builder.add(EventType.INVOKE, 0, "read", null));
    int last = builder.add(EventType.OK, 0, "read", 99L);
    Verification verification =
        CertificateVerifier.verify(
            builder.build(),
            new IllegalWindow(null, "register", writes, 0, last),
            CheckOptions.DEFAULT);
    assertRejected("too large", verification);
  }
}
