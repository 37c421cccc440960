package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions on sets, judged from the command line. */
class CheckSetsTest {
  /** Each of two transactions adds to one set and does not see the other's add. */
  private static final String SKEW =
      """
      {:process 0, :type :invoke, :f :txn, :value [[:add x 1] [:r y nil]]}
      {:process 1, :type :invoke, :f :txn, :value [[:add y 2] [:r x nil]]}
      {:process 0, :type :ok, :f :txn, :value [[:add x 1] [:r y #{}]]}
      {:process 1, :type :ok, :f :txn, :value [[:add y 2] [:r x #{}]]}
      """;

  @TempDir Path folder;
  private final Console console = new Console();

  @Test
  void setsAreToldByTheirOperations() throws IOException {
    assertEquals(1, check(SKEW));
    String out = console.out().replaceAll("\\s+", " ");
    assertTrue(out.contains("G2-item"), out);
    assertTrue(out.contains("T1 read y without the 2 that T2 added"), out);
    assertTrue(out.contains("certified: 1 anomaly"), out);
    assertEquals(0, check(SKEW.replace("[:r x #{}]", "[:r x #{1}]")));
  }

  @Test
  void whatIsNoSetIsRefused() throws IOException {
    assertEquals(2, check(SKEW.replace("[:r x #{}]", "[:r x 1]")));
    assertTrue(console.out().contains("set-add has transactions of"), console.out());
    assertEquals(2, check(SKEW.replace("y 2", "x 1")));
    assertTrue(
        console.out().replaceAll("\\s+", " ").contains("which is added twice"), console.out());
  }

  private int check(String history) throws IOException {
    Path file = Files.writeString(folder.resolve("sets.edn"), history);
    return console.assay("check", "--certify", file.toString());
  }
}
