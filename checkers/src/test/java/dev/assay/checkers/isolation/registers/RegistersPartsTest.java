package dev.assay.checkers.isolation.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is found of registers does not depend on how many parts the work is done in. */
class RegistersPartsTest {
  private static final int HISTORIES = 200;

  @Test
  void partsMakeNoDifference() {
    SplittableRandom random = new SplittableRandom(20261127);
    for (int i = 0; i < HISTORIES; i++) {
      History history = history(random);
      String whole = describe(Registers.of(history, 1));
      for (int parts = 2; parts <= 4; parts++) {
        assertEquals(whole, describe(Registers.of(history, parts)));
      }
    }
  }

  /** One that failed and is tried again is equal to the first, micro-operations and all. */
  @Test
  void equalTransactionsWroteVersionsOfTheirOwn() {
    History.Builder builder = History.builder();
    List<Object> write = List.of(List.of(new Keyword("w"), 0L, 5L));
    for (EventType outcome : List.of(EventType.FAIL, EventType.OK)) {
      builder.add(EventType.INVOKE, 0, "txn", write);
      builder.add(outcome, 0, "txn", write);
    }
    Registers registers = Registers.of(builder.build());
    for (int txn = 0; txn < 2; txn++) {
      int mop = registers.transactions().start(txn);
      assertEquals(txn, registers.writer(registers.written(txn, mop)));
    }
  }

  private static String describe(Registers registers) {
    StringBuilder out = new StringBuilder();
    for (int version = 0; version < registers.versions(); version++) {
      out.append(registers.writer(version)).append('@').append(registers.mop(version)).append(' ');
    }
    for (int txn = 0; txn < registers.transactions().size(); txn++) {
      out.append('\n').append(registers.committed()[txn]);
      for (int m = registers.transactions().start(txn);
          m < registers.transactions().end(txn);
          m++) {
        int version = registers.isWrite(m) ? registers.written(txn, m) : registers.read(txn, m);
        out.append(' ').append(version).append(registers.isAmbiguous(txn, m) ? "?" : "");
      }
    }
    return out.append(registers.ambiguity()).toString();
  }

  /** Many keys, so that each part has some; some values are written twice, some by nobody. */
  private static History history(SplittableRandom random) {
    History.Builder builder = History.builder();
    int keys = 1 + random.nextInt(200);
    int values = 1 + random.nextInt(60);
    int count = random.nextInt(1, 120);
    for (int process = 0; process < count; process++) {
      List<Object> asked = new ArrayList<>();
      List<Object> told = new ArrayList<>();
      for (int mop = random.nextInt(8); mop >= 0; mop--) {
        long key = random.nextInt(keys);
        long value = 1L + random.nextInt(values);
        if (random.nextBoolean()) {
          List<Object> write = List.of(new Keyword("w"), key, value);
          asked.add(write);
          told.add(write);
        } else {
          asked.add(Arrays.asList(new Keyword("r"), key, null));
          told.add(Arrays.asList(new Keyword("r"), key, value == values ? null : value));
        }
      }
      builder.add(EventType.INVOKE, process, "txn", asked);
      builder.add(EventType.values()[1 + random.nextInt(3)], process, "txn", told);
    }
    return builder.build();
  }
}
