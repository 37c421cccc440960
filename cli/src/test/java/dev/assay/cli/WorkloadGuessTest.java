package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkloadGuessTest {
  private static History asked(Object value) {
    History.Builder builder = History.builder();
    builder.add(EventType.INVOKE, 0, "txn", value);
    return builder.build();
  }

  @Test
  void transactionsOfEtcdAreMaps() {
    assertEquals("etcd-kv", WorkloadGuess.of(asked(Map.of(new Keyword("then"), List.of()))));
  }

  @Test
  void microOperationsThatNobodyKnowsAreNamed() {
    History history = asked(List.of(List.of(new Keyword("frob"), 1L, 2L)));
    UsageException refused = assertThrows(UsageException.class, () -> WorkloadGuess.of(history));
    assertTrue(String.valueOf(refused.getMessage()).contains("have :frob; name it"));
  }

  @Test
  void whatIsNoTransactionIsNotCalledEtcds() {
    UsageException refused =
        assertThrows(UsageException.class, () -> WorkloadGuess.of(asked(List.of(1L, 2L))));
    assertTrue(String.valueOf(refused.getMessage()).contains("nor etcd's maps"));
  }

  @Test
  void registersThatAnInitMadeMayBeDeleted() {
    Object write = List.of(List.of(new Keyword("w"), 1L, 2L));
    assertEquals("rw-register", WorkloadGuess.of(asked(write)));
    History.Builder builder = History.builder();
    builder.add(EventType.INVOKE, 0, "init", Map.of(1L, 1L));
    builder.add(EventType.INVOKE, 1, "txn", write);
    assertEquals("closed-predicate", WorkloadGuess.of(builder.build()));
  }
}
