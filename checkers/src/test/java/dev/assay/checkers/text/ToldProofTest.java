package dev.assay.checkers.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToldProofTest {
  private static final Keyword R = new Keyword("r");
  private static final Keyword W = new Keyword("w");

  /** A fractured read is no causal one either, and both are so with the order of processes. */
  @Test
  void whatProvesSeveralIsToldOnce() {
    History.Builder builder = History.builder();
    List<Object> writes = List.of(List.of(W, "x", 1L), List.of(W, "y", 1L));
    builder.add(EventType.INVOKE, 0, "txn", writes);
    builder.add(EventType.OK, 0, "txn", writes);
    builder.add(
        EventType.INVOKE,
        1,
        "txn",
        List.of(Arrays.asList(R, "y", null), Arrays.asList(R, "x", null)));
    builder.add(EventType.OK, 1, "txn", List.of(Arrays.asList(R, "y", null), List.of(R, "x", 1L)));
    History history = builder.build();
    Verdict.Invalid invalid =
        assertInstanceOf(
            Verdict.Invalid.class,
            Checkers.forClaim("rw-register", "strict-serializable")
                .check(history, Budget.of(Duration.ofMinutes(1))));

    List<ToldProof> proofs = ToldProof.of(history, invalid, 1, 3);

    assertEquals(2, proofs.size(), proofs::toString);
    assertEquals("G-single-item", proofs.get(0).anomaly().name());
    ToldProof fractured = proofs.get(1);
    assertEquals("fractured-read", fractured.anomaly().name());
    assertEquals(4, fractured.anomalies().size());
    String end =
        "The same proves non-causal-read, fractured-read-process, non-causal-read-process.";
    assertTrue(fractured.text().endsWith(end), fractured::text);
    assertEquals(1, ToldProof.of(history, invalid, 1, 1).size());
  }
}
