package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InvariantGuessTest {
  private final History.Builder builder = History.builder();

  private InvariantGuessTest done(String f, @Nullable Object result) {
    builder.add(EventType.INVOKE, 0, f, null);
    builder.add(EventType.OK, 0, f, result);
    return this;
  }

  private String workload() {
    return WorkloadGuess.of(builder.build());
  }

  @Test
  void bank() {
    assertEquals("bank", done("transfer", Map.of()).done("read", Map.of(0L, 1L)).workload());
  }

  /** A register nobody writes would be accused of every value that is read. */
  @Test
  void readsOfBalancesWithoutTransfers() {
    assertEquals("bank", done("read", Map.of(0L, 1L)).workload());
  }

  @Test
  void addsAreOfCountersOrSets() {
    assertEquals("counter", done("add", 1L).done("read", 1L).workload());
  }

  @Test
  void addsThatAreReadAtTheEnd() {
    assertEquals("eventual-counter", done("add", 1L).done("final-read", 1L).workload());
  }

  @Test
  void elementsThatAreReadAtTheEnd() {
    done("add", 1L).done("remove", 1L).done("final-read", List.of());
    assertEquals("eventual-set", workload());
  }

  @Test
  void oneReadOfASet() {
    assertEquals("set", done("add", 1L).done("read", List.of(1L)).workload());
  }

  @Test
  void rowsInOrder() {
    Object row = Map.of(new Keyword("val"), 0L);
    done("add", row).done("read", List.of(row));
    assertEquals("monotonic", workload());
  }

  @Test
  void severalReadsOfASet() {
    done("add", 1L).done("read", List.of()).done("read", List.of(1L));
    assertEquals("set-full", workload());
  }

  @Test
  void queuesIdsAndInserts() {
    assertEquals("total-queue", done("enqueue", 1L).done("drain", List.of(1L)).workload());
  }

  @Test
  void ids() {
    assertEquals("unique-ids", done("generate", 1L).workload());
  }

  @Test
  void inserts() {
    assertEquals("g2", done("insert", List.of(1L, List.of(2L))).workload());
  }

  @Test
  void whatReadsOfWritesReturn() {
    assertEquals("causal-reverse", done("write", 1L).done("read", Set.of(1L)).workload());
  }

  @Test
  void readsOfTransactions() {
    List<?> mop = Arrays.asList(new Keyword("r"), 1L, null);
    assertEquals("long-fork", done("write", List.of(mop)).done("read", List.of(mop)).workload());
  }

  @Test
  void registersStayRegisters() {
    assertEquals("register", done("write", 1L).done("read", 1L).workload());
  }

  /** Of a register what was written is read, and not all that was. */
  @Test
  void readsOfListsOfWhatWasWritten() {
    builder.add(EventType.INVOKE, 0, "write", 1L);
    builder.add(EventType.OK, 0, "write", 1L);
    assertEquals("causal-reverse", done("read", List.of(1L)).workload());
  }

  @Test
  void readsOfListsThatWereWritten() {
    builder.add(EventType.INVOKE, 0, "write", List.of(1L));
    builder.add(EventType.OK, 0, "write", List.of(1L));
    assertEquals("register", done("read", List.of(1L)).workload());
  }
}
