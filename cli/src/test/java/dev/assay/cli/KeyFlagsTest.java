package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.KeyAssumption;
import dev.assay.checkers.KeyOptions;
import dev.assay.harness.WorkloadProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Elle's options of rw-register from the command line. */
class KeyFlagsTest {
  /** Two keys are written twice, in the same order, and then one reads what was overwritten. */
  private static final String STALE =
      """
      {:process 0, :type :invoke, :f :txn, :value [[:w x 1] [:w y 1]]}
      {:process 0, :type :ok, :f :txn, :value [[:w x 1] [:w y 1]]}
      {:process 0, :type :invoke, :f :txn, :value [[:w x 2] [:w y 2]]}
      {:process 0, :type :ok, :f :txn, :value [[:w x 2] [:w y 2]]}
      {:process 1, :type :invoke, :f :txn, :value [[:r x nil]]}
      {:process 1, :type :ok, :f :txn, :value [[:r x 1]]}
      """;

  private static final String BACKWARD =
      """
      {:process 0, :type :invoke, :f :txn, :value [[:w x 1]]}
      {:process 0, :type :ok, :f :txn, :value [[:w x 1]]}
      {:process 0, :type :invoke, :f :txn, :value [[:r x nil]]}
      {:process 0, :type :ok, :f :txn, :value [[:r x nil]]}
      """;

  @TempDir Path folder;
  private final Console console = new Console();

  @Test
  void aPremiseIsNamedInTheProof() throws IOException {
    String file = file("stale.edn", STALE);
    assertEquals(0, check(file, "snapshot-isolation"));
    assertEquals(
        1, check(file, "snapshot-isolation", "--version-orders", file("o", "{x [1 2] y [2 1]}")));
    String out = console.out().replaceAll("\\s+", " ");
    assertTrue(out.contains("G0"), out);
    assertTrue(out.contains("under the premise version-orders"), out);
    assertTrue(out.contains("certified: "), out);
  }

  @Test
  void ordersOfKeysThatAreNotThereAreTold() throws IOException {
    String file = file("stale.edn", STALE);
    String orders = file("o", "{\"x\" [1 2] y [1 2]}");
    assertEquals(0, check(file, "snapshot-isolation", "--version-orders", orders));
    String out = console.out().replaceAll("\\s+", " ");
    assertTrue(out.contains("keys that the history does not have tell nothing: \"x\"."), out);
  }

  @Test
  void valuesWithoutAPlaceAreTold() throws IOException {
    String file =
        file(
            "twice.edn",
            """
            {:process 0, :type :invoke, :f :txn, :value [[:w x 1] [:w x 2]]}
            {:process 0, :type :ok, :f :txn, :value [[:w x 1] [:w x 2]]}
            {:process 0, :type :invoke, :f :txn, :value [[:w x 3]]}
            {:process 0, :type :ok, :f :txn, :value [[:w x 3]]}
            {:process 1, :type :invoke, :f :txn, :value [[:w x 4]]}
            {:process 1, :type :fail, :f :txn, :value [[:w x 4]]}
            """);
    String orders = file("o", "{x [2 1 4 3 \"2\" 7]}");
    assertEquals(0, check(file, "strict-serializable", "--version-orders", orders));
    String out = console.out().replaceAll("\\s+", " ");
    assertTrue(out.contains("tell nothing where nobody wrote them: \"2\" of key x, 7 of"), out);
    assertTrue(out.contains("tell nothing where their transaction failed: 4 of key x."), out);
    assertTrue(out.contains("nobody may read them: 1 of key x."), out);
    // The last write of the first transaction has a place.
    assertEquals(
        1, check(file, "strict-serializable", "--version-orders", file("o", "{x [1 3 2]}")));
  }

  @Test
  void sequentialAndLinearizableKeysOrderVersions() throws IOException {
    String file = file("stale.edn", STALE);
    assertEquals(0, check(file, "serializable", "--sequential-keys"));
    assertEquals(0, check(file, "serializable", "--linearizable-keys"));
    String out = console.out().replaceAll("\\s+", " ");
    assertTrue(
        out.contains("assumption linearizable-keys does not hold on key x, and was left out"), out);
  }

  @Test
  void runsTakeThemAsOptionsOfTheirWorkload() {
    WorkloadProvider registers = Catalog.workload("rw-register");
    KeyOptions keys = registers.checkOptions(Map.of("linearizable-keys", "true")).keys();
    assertEquals(KeyOptions.of(KeyAssumption.LINEARIZABLE), keys);
    assertTrue(registers.checkOptions(Map.of("wfr-keys", "false")).keys().isNone());
    assertThrows(
        IllegalArgumentException.class,
        () -> registers.create(Map.of("sequential-keys", "perhaps"), 1));
    assertEquals(
        254,
        console.assay(
            "simulate", "two-phase-commit", "-w", "list-append", "--seed", "1", "--wfr-keys"));
    assertEquals(
        "assay: --wfr-keys speaks of rw-register, not of workload list-append",
        console.errLines().getFirst());
  }

  @Test
  void anAssumptionThatCannotBeIsNoViolation() throws IOException {
    String file = file("backward.edn", BACKWARD);
    assertEquals(0, check(file, "serializable", "--sequential-keys"));
    String out = console.out().replaceAll("\\s+", " ");
    assertTrue(out.contains("The assumption sequential-keys does not hold on key x"), out);
    assertTrue(out.contains("nil is there before every write"), out);
  }

  @Test
  void whatIsGivenIsUnderstoodOrRefused() throws IOException {
    String file = file("stale.edn", STALE);
    assertEquals(254, check(file, "serializable", "--version-orders", file("o", "[1 2]")));
    assertTrue(
        complaint().contains("is no map; expected is a map from keys to vectors"), complaint());
    assertEquals(254, check(file, "serializable", "--version-orders", file("o", "{x 1}")));
    assertTrue(console.err().contains("for the key x"), console.err());
    assertEquals(254, check(file, "serializable", "--version-orders", folder + "/none"));
    assertEquals(254, check(file, "serializable", "--version-orders", file("o", "{x [1\n2}")));
    assertTrue(complaint().contains("/o:2:2: "), complaint());
    assertTrue(complaint().contains("such as {x [1 3 2]}"), complaint());
    assertEquals(254, console.assay("check", "-w", "list-append", "--sequential-keys", file));
    assertTrue(console.err().contains("--sequential-keys is for rw-register"), console.err());
  }

  private int check(String file, String claim, String... more) throws IOException {
    String[] args = {"check", "-w", "rw-register", "--certify", "--consistency", claim, file};
    String[] all = new String[args.length + more.length];
    System.arraycopy(args, 0, all, 0, args.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return console.assay(all);
  }

  private String complaint() {
    return console.err().replaceAll("\\s+", " ");
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }
}
