package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions with predicate reads, judged from the command line. */
class CheckPredicatesTest {
  /** Each of two transactions looks whether there is anything, and then inserts. */
  private static final String PHANTOM =
      """
      {:process 0, :type :invoke, :f :init, :value {:a 0}}
      {:process 0, :type :ok, :f :init, :value {:a 0}}
      {:process 0, :type :invoke, :f :txn, :value [[:rp [:= 1] nil] [:insert :x 1]]}
      {:process 1, :type :invoke, :f :txn, :value [[:rp [:= 1] nil] [:insert :y 1]]}
      {:process 0, :type :ok, :f :txn, :value [[:rp [:= 1] {}] [:insert :x 1]]}
      {:process 1, :type :ok, :f :txn, :value [[:rp [:= 1] {}] [:insert :y 1]]}
      """;

  private static final String SEEN = PHANTOM.replace("{}] [:insert :y", "{:x 1}] [:insert :y");

  @TempDir Path folder;
  private final Console console = new Console();

  @Test
  void aPhantomIsFound() throws IOException {
    assertEquals(1, check(PHANTOM));
    String out = console.out().replaceAll("\\s+", " ");
    assertTrue(out.contains("G2"), out);
    assertTrue(
        out.contains("T1 asked for [:= 1] and was not shown :y, so it came before T2 wrote 1"),
        out);
    assertTrue(out.contains("certified: 1 anomaly"), out);
    assertEquals(0, check(PHANTOM, "--consistency", "repeatable-read"));
    assertEquals(0, check(SEEN));
    assertTrue(console.out().contains("certified: a strict-serializable order"), console.out());
  }

  @Test
  void whatIsNoneIsRefused() throws IOException {
    refused("[:= 1] {}", "[:< 1] {}", "predicate that is none of");
    refused("{:x 1}", "[[:x 1] [:x 2]]", "shows the key :x twice");
    refused("{:x 1}", "{:x nil}", "shows nil");
    refused("{:x 1}", "nil", "predicate read without a result");
    refused("[:insert :x 1]", "[:w :x]", "writes nil");
    refused("{}] [:insert :x 1]", "{}] [:w :x 1]", "told in two ways");
    refused("[:= 1] {}", "[:mod 2 0] {:a \"0\"}", "all values have to be integers");
    refused(":f :init, :value {:a 0}", ":f :init, :value 5", "no keys with values: 5");
    refused("[[:rp [:= 1]", "[[:cas :a 1] [:rp [:= 1]", "another micro-operation");
  }

  private void refused(String part, String other, String reason) throws IOException {
    assertEquals(2, check(SEEN.replace(part, other), "--workload", "closed-predicate"), reason);
    String out = console.out().replaceAll("\\s+", " ");
    assertTrue(out.contains(reason), out);
  }

  private int check(String history, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("predicates.edn"), history);
    String[] args = new String[more.length + 3];
    args[0] = "check";
    args[1] = "--certify";
    args[2] = file.toString();
    System.arraycopy(more, 0, args, 3, more.length);
    return console.assay(args);
  }
}
