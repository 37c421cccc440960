package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckCommandTest {
  private static final String GOOD =
      """
      {:process 0, :type :invoke, :f :write, :value 1}
      {:process 0, :type :ok, :f :write, :value 1}
      {:process 1, :type :invoke, :f :read, :value nil}
      {:process 1, :type :ok, :f :read, :value 1}
      """;

  private static final String STALE =
      """
      {:process 0, :type :invoke, :f :write, :value 1}
      {:process 0, :type :ok, :f :write, :value 1}
      {:process 0, :type :invoke, :f :write, :value 2}
      {:process 0, :type :ok, :f :write, :value 2}
      {:process 1, :type :invoke, :f :read, :value nil}
      {:process 1, :type :ok, :f :read, :value 1}
      """;

  @TempDir Path folder;
  private final Console console = new Console();

  @Test
  void whatIsValidTakesOneLine() throws IOException {
    String good = file("good.edn", GOOD);
    assertEquals(0, console.assay("check", good));
    assertEquals(good + "\tvalid\n", console.out());
    assertEquals("", console.err());
  }

  @Test
  void whatIsInvalidIsFollowedByTheProofInWords() throws IOException {
    String stale = file("stale.edn", STALE);
    assertEquals(1, console.assay("check", stale, "--certify"));
    List<String> lines = console.outLines();
    assertEquals(stale + "\tinvalid", lines.get(0));
    assertTrue(lines.size() > 3, console.out());
    assertTrue(lines.stream().skip(1).allMatch(line -> line.matches("(  .*\\S)?")), console.out());
    assertTrue(lines.getLast().startsWith("  certified: "), console.out());
  }

  @Test
  void theWorstOfSeveralFilesGivesTheExitCode() throws IOException {
    String good = file("good.edn", GOOD);
    String stale = file("stale.edn", STALE);
    assertEquals(1, console.assay("check", good, stale));
    assertEquals(254, console.assay("check", stale, folder + "/none.edn", good));
    assertTrue(console.err().contains("none.edn"), console.err());
    assertTrue(console.out().endsWith(good + "\tvalid\n"), "the files after it are checked");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{:process 0, :type :ok, :f :read, :value 1}                 | :1",
        "{:process 0, :type :invoke, :f :read, :value                | :1",
        "{:process 0 :type :invoke :f :read}{:process 0 :type :invoke :f :read} | :1",
        "[[[[[[[[[                                                    | :1",
        "what is this                                                | :1",
      })
  void badInputIsToldWithFileAndLineAndWithoutStackTrace(String text, String place)
      throws IOException {
    String bad = file("bad.edn", text);
    assertEquals(254, console.assay("check", bad));
    assertTrue(console.err().startsWith("assay: " + bad + place), console.err());
    assertFalse(console.err().contains("\tat "), console.err());
    assertEquals(1, console.errLines().size(), console.err());
    assertEquals("", console.out());
  }

  @Test
  void transactionsOnListsAreJudgedByTheClaim() throws IOException {
    String skew =
        file(
            "skew.edn",
            """
            {:process 0, :type :invoke, :f :txn, :value [[:r 1 nil] [:append 2 1]]}
            {:process 1, :type :invoke, :f :txn, :value [[:r 2 nil] [:append 1 2]]}
            {:process 0, :type :ok, :f :txn, :value [[:r 1 []] [:append 2 1]]}
            {:process 1, :type :ok, :f :txn, :value [[:r 2 []] [:append 1 2]]}
            """);
    assertEquals(1, console.assay("check", "--certify", skew));
    assertTrue(console.out().contains("G2-item"), console.out());
    assertTrue(console.out().contains("rules out: repeatable-read"), console.out());
    assertTrue(console.out().contains("certified: "), console.out());
    assertEquals(0, console.assay("check", "--consistency", "snapshot-isolation", skew));
    assertEquals(254, console.assay("check", "--consistency", "serialisable", skew));
    assertTrue(console.err().contains("did you mean serializable?"), console.err());
    console.assay("check", "--json", skew);
    assertTrue(
        console.out().contains("\"anomalies\":{\"G2-item\":2,\"G-update\":1}"), console.out());
    for (String told :
        new String[] {
          "\"serializable\":{\"status\":\"ruled-out\",\"by\":\"G2-item\"}",
          "\"prefix\":{\"status\":\"holds\",\"through\":\"prefix\",\"proof\":\"search\"}",
          "\"strict-serializable\":{\"status\":\"ruled-out\",\"by\":\"G2-item\"}",
          "\"view-serializable\":{\"status\":\"undecided\",\"reason\":"
        }) {
      assertTrue(console.out().contains(told), () -> told + " in " + console.out());
    }
  }

  @Test
  void whatIsUndecidedIsToldWithItsReason() throws IOException {
    String unread =
        file(
            "unread.edn",
            """
            {:process 0, :type :invoke, :f :txn, :value [[:r 1 nil] [:append 2 1]]}
            {:process 1, :type :invoke, :f :txn, :value [[:r 2 nil] [:append 1 2]]}
            {:process 0, :type :ok, :f :txn, :value [[:r 1 []] [:append 2 1]]}
            {:process 1, :type :ok, :f :txn, :value [[:r 2 []] [:append 1 2]]}
            {:process 1, :type :invoke, :f :txn, :value [[:append 3 1]]}
            {:process 1, :type :ok, :f :txn, :value [[:append 3 1]]}
            {:process 1, :type :invoke, :f :txn, :value [[:append 3 2]]}
            {:process 1, :type :ok, :f :txn, :value [[:append 3 2]]}
            """);
    assertEquals(1, console.assay("check", unread));
    assertTrue(console.out().contains("holds: strong-snapshot-isolation"), console.out());
    String contradictory =
        file(
            "contradictory.edn",
            """
            {:process 0, :type :invoke, :f :txn, :value [[:append 1 1] [:r 1 nil]]}
            {:process 0, :type :ok, :f :txn, :value [[:append 1 1] [:r 1 []]]}
            """);
    console.assay("check", contradictory);
    String told = console.out().replaceAll("\\s+", " ");
    assertTrue(told.contains("undecided: "), told);
    assertTrue(told.contains(" more: some reads contradict what was committed"), told);
  }

  @Test
  void appendsOfOneTransactionInTheWrongOrderAreTold() throws IOException {
    String swapped =
        file(
            "swapped.edn",
            """
            {:process 0, :type :invoke, :f :txn, :value [[:append 1 3] [:append 1 4]]}
            {:process 0, :type :info, :f :txn, :value [[:append 1 3] [:append 1 4]]}
            {:process 1, :type :invoke, :f :txn, :value [[:r 1 nil]]}
            {:process 1, :type :ok, :f :txn, :value [[:r 1 [4 3]]]}
            """);
    assertEquals(1, console.assay("check", "--certify", swapped));
    assertTrue(console.out().contains("appended 3 before 4"), console.out());
    assertTrue(console.out().contains("certified: "), console.out());
  }

  @Test
  void transactionsThatCannotBeJudgedAreUnknown() throws IOException {
    String odd =
        file(
            "odd-txn.edn",
            """
            {:process 0, :type :invoke, :f :txn, :value [[:append 1 3]]}
            {:process 0, :type :ok, :f :txn, :value [[:append 1 3]]}
            {:process 1, :type :invoke, :f :txn, :value ["append" 1 4]}
            {:process 1, :type :ok, :f :txn, :value ["append" 1 4]}
            """);
    assertEquals(2, console.assay("check", "--no-keyed", "--workload", "list-append", odd));
    assertTrue(console.out().contains("(process 1) is none"), console.out());
  }

  @Test
  void anInitialValueOfTheWrongKindIsBadUsage() throws IOException {
    String good = file("good.edn", GOOD);
    assertEquals(254, console.assay("check", "--workload", "map", "--initial", "5", good));
    assertTrue(console.err().contains("--initial: expected a map"), console.err());
  }

  @Test
  void operationsOfNoKnownWorkloadAreToldByName() throws IOException {
    String odd = file("odd.edn", GOOD.replace(":write", ":append"));
    assertEquals(254, console.assay("check", odd));
    assertTrue(console.err().contains("append, read; name it with --workload"), console.err());
  }

  @Test
  void jsonIsOneObjectAFileAndLine() throws IOException {
    String good = file("good.edn", GOOD);
    String stale = file("stale.edn", STALE);
    assertEquals(1, console.assay("check", "--json", "--certify", good, stale));
    List<String> lines = console.outLines();
    assertEquals(2, lines.size());
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    JsonNode second = new ObjectMapper().readTree(lines.get(1));
    assertEquals(good, first.get("file").asText());
    assertTrue(first.get("valid").booleanValue());
    assertFalse(second.get("valid").booleanValue());
    assertTrue(second.get("certified").booleanValue());
    assertEquals("register", second.get("workload").asText());
    assertEquals(1, second.get("anomalies").get("nonlinearizable").asInt());
  }

  @Test
  void theInitialValueIsEdn() throws IOException {
    String seven =
        file(
            "seven.edn",
            "{:process 0, :type :invoke, :f :read}\n{:process 0, :type :ok, :f :read, :value :a}");
    assertEquals(1, console.assay("check", seven));
    assertEquals(0, console.assay("check", seven, "--initial", ":a"));
    assertEquals(254, console.assay("check", seven, "--initial", "[1"));
    assertTrue(console.err().contains("--initial"), console.err());
  }

  @Test
  void aFailedCasThatWasObservedTells() throws IOException {
    String failed =
        file(
            "failed.edn",
            """
            {:process 0, :type :invoke, :f :write, :value 1}
            {:process 0, :type :ok, :f :write, :value 1}
            {:process 1, :type :invoke, :f :cas, :value [1 2]}
            {:process 1, :type :fail, :f :cas, :value [1 2]}
            """);
    assertEquals(0, console.assay("check", failed));
    assertEquals(1, console.assay("check", failed, "--failed-cas", "observed"));
    assertEquals(254, console.assay("check", failed, "--failed-cas", "observd"));
    assertTrue(console.err().contains("did you mean observed?"), console.err());
  }

  @Test
  void standardInputIsAFileToo() {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(STALE.getBytes(StandardCharsets.UTF_8)));
    try {
      assertEquals(1, console.assay("check", "-"));
    } finally {
      System.setIn(before);
    }
    assertTrue(console.out().startsWith("-\tinvalid\n"), console.out());
  }

  @Test
  void reportsAreWrittenForEachFile() throws IOException {
    Path reports = folder.resolve("reports");
    assertEquals(
        1,
        console.assay(
            "check",
            file("good.edn", GOOD),
            file("stale.edn", STALE),
            "--report",
            reports.toString()));
    try (var pages = Files.list(reports)) {
      List<Path> written = pages.sorted().toList();
      assertEquals(2, written.size());
      for (Path page : written) {
        assertTrue(Files.readString(page).startsWith("<!doctype html>"), page.toString());
      }
    }
  }

  @Test
  void aRunCutOffByKillIsCheckedUpToItsTornLine() throws IOException {
    Path run = Files.createDirectories(folder.resolve("run"));
    Files.writeString(
        run.resolve("history.jsonl"),
        """
        {"index":0,"time":0,"type":"invoke","process":0,"f":"write","value":1}
        {"index":1,"time":1,"type":"ok","process":0,"f":"write","value":1}
        {"index":2,"time":2,"type":"inv""");
    assertEquals(0, console.assay("check", run.toString()));
    assertTrue(console.err().contains("warning: "), console.err());
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
