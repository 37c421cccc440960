package dev.assay.checkers.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.certificates.Certificate.LinearizationOrder;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is no order that a weaker promise asks for is refused. */
class WeakOrderReplayTest {
  /** Process 0: 0-1 write 1, 2-3 write 2. Process 1: 4-5 read 1. Quiet in between. */
  private static final History STALE =
      history(new Object[][] {{0, "write", 1L}, {0, "write", 2L}, {1, "read", 1L}});

  private static History history(Object[][] operations) {
    History.Builder builder = History.builder();
    for (Object[] one : operations) {
      int process = (Integer) one[0];
      String f = (String) one[1];
      builder.add(EventType.INVOKE, process, f, f.equals("read") ? null : one[2]);
      builder.add(EventType.OK, process, f, one[2]);
    }
    return builder.build();
  }

  private static String sequential(Integer... order) {
    return CertificateVerifier.verifySequential(
            STALE, "register", Arrays.asList(order), CheckOptions.DEFAULT)
        .reason();
  }

  private static Verification quiescent(History history, LinearizationOrder... orders) {
    return CertificateVerifier.verifyQuiescent(
        history, "register", List.of(orders), CheckOptions.DEFAULT);
  }

  private static LinearizationOrder order(Integer... order) {
    return new LinearizationOrder(null, "register", List.of(order));
  }

  @Test
  void anOrderOfEachProcessIsAcceptedWhateverTheTime() {
    assertEquals("an order of 3 operations", sequential(0, 4, 2));
  }

  @Test
  void noSequentialOrder() {
    assertEquals("operation 0 comes after a later one of its process", sequential(2, 0, 4));
    assertEquals("operation 4 is illegal where it is placed", sequential(0, 2, 4));
    assertEquals("operation 2 is missing in the order", sequential(0, 4));
    assertEquals("operation 4 takes effect twice", sequential(0, 4, 4, 2));
    assertEquals("event 1 invokes nothing", sequential(1, 4, 2));
  }

  @Test
  void noQuiescentOrder() {
    assertEquals(
        "operation 2 was over before a quiet moment that another follows",
        quiescent(STALE, order(0, 4, 2)).reason());
    History fresh = history(new Object[][] {{0, "write", 1L}, {1, "read", 1L}});
    assertTrue(quiescent(fresh, order(0, 2)).accepted());
    assertEquals(
        "there are two orders of the object null", quiescent(fresh, order(0), order(2)).reason());
    assertEquals("operation 2 is missing in the order", quiescent(fresh, order(0)).reason());
    assertEquals(
        "operation 0 is on another object",
        quiescent(fresh, new LinearizationOrder("k", "register", List.of(0, 2))).reason());
  }
}
