package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions on counters, judged from the command line. */
class CheckCountersTest {
  /** Each of two transactions increments one counter and does not see the other's increment. */
  private static final String SKEW =
      """
      {:process 0, :type :invoke, :f :txn, :value [[:inc x 1] [:r y nil]]}
      {:process 1, :type :invoke, :f :txn, :value [[:inc y 2] [:r x nil]]}
      {:process 0, :type :ok, :f :txn, :value [[:inc x 1] [:r y 0]]}
      {:process 1, :type :ok, :f :txn, :value [[:inc y 2] [:r x 0]]}
      """;

  /** Two increments of 1 and a read: which of them it shows cannot be told. */
  private static final String ALIKE =
      """
      {:process 0, :type :invoke, :f :txn, :value [[:inc x 1]]}
      {:process 1, :type :invoke, :f :txn, :value [[:inc x 1]]}
      {:process 0, :type :ok, :f :txn, :value [[:inc x 1]]}
      {:process 2, :type :invoke, :f :txn, :value [[:r x nil]]}
      {:process 2, :type :ok, :f :txn, :value [[:r x 1]]}
      {:process 1, :type :ok, :f :txn, :value [[:inc x 1]]}
      """;

  /** Two increments that both make 1 of 0: one is lost. */
  private static final String LOST =
      """
      {:process 0, :type :invoke, :f :txn, :value [[:inc x 1]]}
      {:process 1, :type :invoke, :f :txn, :value [[:inc x 2]]}
      {:process 0, :type :ok, :f :txn, :value [[:inc x [1 1]]]}
      {:process 1, :type :ok, :f :txn, :value [[:inc x [2 2]]]}
      """;

  @TempDir Path folder;
  private final Console console = new Console();

  @Test
  void aSumTellsWhichIncrementsItIsOf() throws IOException {
    assertEquals(1, check(SKEW));
    String out = console.out().replaceAll("\\s+", " ");
    assertTrue(out.contains("G2-item"), out);
    assertTrue(out.contains("T1 read y without the 2 that T2 added"), out);
    assertTrue(out.contains("certified: 1 anomaly"), out);
    assertEquals(0, check(SKEW.replace("[:r x 0]", "[:r x 1]")));
  }

  @Test
  void whereItDoesNotOrdersAreSought() throws IOException {
    assertEquals(0, check(ALIKE));
    assertTrue(console.out().contains("certified: "), console.out());
    assertEquals(1, check(ALIKE.replace("[:r x 1]", "[:r x 0]")));
    String out = console.out().replaceAll("\\s+", " ");
    assertTrue(out.contains("no-serial-order-realtime"), out);
    assertTrue(out.contains("No order of the transactions explains what they read"), out);
    assertTrue(out.contains("G-single-item-realtime"), out);
    assertTrue(out.contains("in it that had completed before: it missed one"), out);
    assertEquals(1, check(ALIKE.replace("[:r x 1]", "[:r x 3]")));
    assertTrue(
        console.out().contains("read a value of x that no increments add up to"), console.out());
  }

  @Test
  void anIncrementMayAnswerWithTheNewValue() throws IOException {
    assertEquals(1, check(LOST));
    String out = console.out().replaceAll("\\s+", " ");
    assertTrue(out.contains("G2-item"), out);
    assertTrue(out.contains("T1 read x without the 2 that T2 added"), out);
    assertTrue(out.contains("T2 read x without the 1 that T1 added"), out);
    assertTrue(out.contains("[[:inc x [2 2]]]"), out);
    assertTrue(out.contains("certified: 1 anomaly"), out);
    assertEquals(0, check(LOST.replace("[2 2]", "[2 3]")));
    assertEquals(0, check(LOST.replace("x 2]", "x 1]").replace("[2 2]", "[1 2]")));
    assertTrue(console.out().contains("certified: "), console.out());
    assertEquals(1, check(LOST.replace("x 2]", "x 1]").replace("[2 2]", "[1 1]")));
    assertTrue(console.out().contains("certified: "), console.out());
  }

  @Test
  void anAnswerIsToldBesideTheAmount() throws IOException {
    assertEquals(2, check(LOST.replace("[2 2]", "3")));
    assertTrue(
        console
            .out()
            .replaceAll("\\s+", " ")
            .contains("of a counter as [:inc key [amount new-value]]"),
        console.out());
    assertEquals(2, check(LOST.replace("[2 2]", "[2 nil]")));
    assertEquals(2, check(LOST.replace("[2 2]", "[2 3 4]")));
    assertTrue(console.out().contains("with [[:inc, x, [2, 3, 4]]]: what it wrote"), console.out());
  }

  @Test
  void whatIsNoCounterIsRefused() throws IOException {
    assertEquals(2, check(SKEW.replace("[:r x 0]", "[:r x [0]]")));
    assertTrue(console.out().contains("counter-inc has transactions of"), console.out());
    assertEquals(2, check(ALIKE.replace("x 1]]", "x 9223372036854775807]]")));
    assertTrue(
        console.out().replaceAll("\\s+", " ").contains("more than 64 bits hold"), console.out());
  }

  private int check(String history) throws IOException {
    Path file = Files.writeString(folder.resolve("counters.edn"), history);
    return console.assay("check", "--certify", file.toString());
  }
}
