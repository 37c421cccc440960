package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Real histories of transactions, against the counts of those who collected them. */
final class TransactionManifestTest {
  private static final ReadOptions LENIENT = new ReadOptions(ReadOptions.Keyed.AUTO, true);

  /** Plume's text, AWDIT's, and dbcop's binary: committed transactions, in sessions. */
  @Test
  void academicTools() throws Exception {
    Path root = SampleData.folder("isolation");
    List<String> expected = new ArrayList<>();
    List<String> found = new ArrayList<>();
    int index = 0;
    for (Map<String, String> row : SampleData.manifest("isolation")) {
      String format = row.getOrDefault("format", "");
      String file = row.getOrDefault("file", "");
      boolean large = format.startsWith("plume text gz") && index++ % 5 != 0;
      boolean ours = format.startsWith("plume") || format.startsWith("awdit");
      // Named after a round number; the file numbers its transactions from 1 to somewhat fewer.
      if (!ours || large || file.contains("chengRW")) {
        continue;
      }
      History h = HistoryFiles.read(root.resolve(file), HistoryFiles.AUTO).history();
      assertFalse(h.isRealTime(), file);
      expected.add(file + " " + row.get("txns"));
      found.add(file + " " + committed(h));
    }
    assertTrue(expected.size() > 100, "only " + expected.size() + " histories");
    assertEquals(expected, found);
  }

  @Test
  void dbcop() throws Exception {
    Path file =
        SampleData.folder("isolation").resolve("veristrong-duplicate-values/WH-10k.bincode");
    LoadedHistory read = HistoryFiles.read(file, HistoryFiles.AUTO);
    assertEquals("dbcop", read.format());
    assertEquals(10_000, committed(read.history()));
    assertEquals(25, read.history().process(read.history().size() - 1) + 1);
  }

  private static long committed(History h) {
    return h.clientInvocations().filter(i -> h.outcome(i) == EventType.OK).count();
  }

  /** Elle's own tests leave out invocations, functions and processes. */
  @Test
  void ellesOwnTests() throws Exception {
    Path root = SampleData.folder("elle-testsuite");
    List<String> expected = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (Map<String, String> row : SampleData.manifest("elle-testsuite")) {
      String file = row.getOrDefault("file", "");
      if (file.startsWith("74-")) {
        continue;
      }
      LoadedHistory loaded = HistoryFiles.read(root.resolve(file), HistoryFiles.AUTO, LENIENT);
      History h = loaded.history();
      expected.add(file + " " + row.get("n_events"));
      found.add(
          file + " " + (h.isRealTime() ? h.size() : h.size() - h.clientInvocations().count()));
    }
    assertEquals(expected, found);
    HistoryFormatException refusal =
        assertThrows(
            HistoryFormatException.class,
            () ->
                HistoryFiles.read(
                    root.resolve("74-rw-register-checker-test.edn"), "auto", LENIENT));
    assertTrue(
        refusal
            .getMessage()
            .contains("74-rw-register-checker-test.edn:2:1: expected the completion"),
        refusal.getMessage());
  }

  /** elle-cli has the same histories in both of its formats. */
  @Test
  void elleCliInEdnAndInJson() throws Exception {
    Path root = SampleData.folder("isolation/elle-cli");
    List<String> both =
        List.of(
            "elle/paper-example",
            "elle/rw-register",
            "jepsen/counter",
            "knossos/cas-register/good/memstress3-9");
    for (String name : both) {
      LoadedHistory edn = HistoryFiles.read(root.resolve(name + ".edn"), HistoryFiles.AUTO);
      LoadedHistory json = HistoryFiles.read(root.resolve(name + ".json"), HistoryFiles.AUTO);
      assertEquals("elle-json", json.format());
      if (name.startsWith("knossos") || name.endsWith("rw-register")) {
        assertEquals(edn.history().size(), json.history().size(), name);
      }
      assertEquals(edn.history().isRealTime(), json.history().isRealTime());
      assertEquals(outcomes(edn.history()), outcomes(json.history()), name);
    }
    History paper = HistoryFiles.read(root.resolve("elle/paper-example.json"), "auto").history();
    assertEquals(EdnValues.fromEdn("[[:append 255 8] [:r 253 [1 3 4]]]"), paper.value(3));
  }

  private static List<EventType> outcomes(History h) {
    return h.clientInvocations().mapToObj(h::outcome).toList();
  }
}
