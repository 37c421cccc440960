package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import dev.assay.histories.MicroOps;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Transactions that are read piece by piece are the same values as any others. */
class EdnTransactionsTest {
  private static final int VALUES = 20_000;

  private int transactions;
  private int refused;

  private static History read(String value) throws Exception {
    String line = "{:type :invoke, :process 0, :f :txn, :value " + value + "}\n";
    ByteArrayInputStream in = new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8));
    return HistoryFiles.read(in, "test", "jepsen-edn", ReadOptions.DEFAULT).history();
  }

  @Test
  void whateverIsWrittenIsReadAsByTheParserOfValues() throws Exception {
    SplittableRandom random = new SplittableRandom(20261126);
    for (int i = 0; i < VALUES; i++) {
      agrees(transaction(random));
    }
    assertTrue(transactions > VALUES / 4, "only " + transactions + " were transactions");
    assertTrue(refused > VALUES / 100, "only " + refused + " were refused");
  }

  private void agrees(String edn) throws Exception {
    Object expected;
    try {
      expected = EdnValues.fromEdn(edn);
    } catch (HistoryFormatException e) {
      refused++;
      assertThrows(HistoryFormatException.class, () -> read(edn), edn);
      return;
    }
    History history = read(edn);
    Object found = history.value(0);
    assertEquals(expected, found, edn);
    assertEquals(found, expected, edn);
    assertEquals(EdnValues.toEdn(expected), EdnValues.toEdn(found), edn);
    assertEquals(history.valueId(0), history.values().find(expected), edn);
    if (expected != null && found != null) {
      assertEquals(expected.hashCode(), found.hashCode(), edn);
    }
    History.Builder builder = History.builder();
    builder.add(history.type(0), 0, "txn", expected);
    MicroOps plain = builder.build().microOps();
    MicroOps piecewise = history.microOps();
    assertEquals(plain.end(0) - plain.start(0), piecewise.end(0) - piecewise.start(0), edn);
    transactions += piecewise.end(0) > piecewise.start(0) ? 1 : 0;
  }

  /** Mostly a transaction; sometimes with something that makes it none, or torn. */
  private static String transaction(SplittableRandom random) {
    StringBuilder out = new StringBuilder("[");
    int mops = random.nextInt(4);
    for (int i = 0; i < mops; i++) {
      out.append(i == 0 ? "" : space(random)).append(mop(random));
    }
    out.append(random.nextInt(20) == 0 ? ")" : "]");
    if (random.nextInt(20) == 0) {
      out.setLength(random.nextInt(out.length()) + 1);
    }
    return out.toString();
  }

  private static String mop(SplittableRandom random) {
    if (random.nextInt(20) == 0) {
      return value(random, 0);
    }
    StringBuilder out = new StringBuilder("[");
    out.append(
        random.nextInt(20) == 0 ? value(random, 1) : random.nextBoolean() ? ":r" : ":append");
    int parts = random.nextInt(10) == 0 ? random.nextInt(5) : 2;
    for (int i = 0; i < parts; i++) {
      out.append(space(random)).append(value(random, 1));
    }
    return out.append(']').toString();
  }

  private static String value(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth > 2 ? 5 : 9)) {
      case 0 -> "nil";
      case 1 -> "\"x\"";
      case 2 -> ":k";
      case 3 -> "" + (random.nextInt(10) - 2);
      case 4 -> "20000000" + random.nextInt(3);
      case 5 -> "{:a " + random.nextInt(3) + "}";
      case 6 -> "[" + value(random, depth + 1) + " " + value(random, depth + 1) + "]";
      case 7 -> "(1 2 3)";
      default -> "[[:r 1 [1]]]";
    };
  }

  private static String space(SplittableRandom random) {
    return switch (random.nextInt(10)) {
      case 0 -> ", ";
      case 1 -> " #_[:x 1] ";
      case 2 -> "\n  ";
      default -> " ";
    };
  }

  /** What one transaction read is another one: it must be taken apart all the same. */
  @Test
  void aTransactionThatStoodInAListBefore() {
    List<Object> inner = List.of(List.of(new Keyword("r"), 1L, List.of(2L)));
    History.Builder builder = History.builder();
    builder.add(EventType.INVOKE, 0, "txn", List.of(List.of(new Keyword("r"), 7L, List.of(inner))));
    builder.add(EventType.INVOKE, 1, "txn", inner);
    History history = builder.build();
    MicroOps mops = history.microOps();
    assertEquals(2, mops.size());
    assertEquals(1, mops.end(1) - mops.start(1));
    assertEquals(1, mops.end(0) - mops.start(0));
    assertEquals(history.valueId(1), mops.element(mops.listStart(mops.start(0))));
  }
}
