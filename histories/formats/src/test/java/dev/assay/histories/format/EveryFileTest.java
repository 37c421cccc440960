package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every file that a manifest of the real histories names is read, by its content alone; the others
 * are refused for the reason that is told here.
 */
final class EveryFileTest {
  private static final ReadOptions LENIENT = new ReadOptions(ReadOptions.Keyed.AUTO, true);

  /** The files that are no history, or a broken one, and what is said of them. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "hermitage/table.tsv", "found one that is not known",
          "74-rw-register-checker-test.edn", "expected the completion of");

  /** The manifest has the round number of their names; the files hold 962 for 1000 and so on. */
  private static final String MISCOUNTED = "veristrong-fig11/chengRW-";

  @ParameterizedTest
  @CsvSource({
    "canonical-raft,1,jepsen-edn",
    "collections,281,limo",
    "elle-testsuite,97,jepsen-edn",
    "etcd-robustness,2,etcd-robustness",
    "isolation,421,awdit-text dbcop elle-json jepsen-edn plume",
    "knossos,54,jepsen-edn",
    "micro,19,jepsen-edn",
    "porcupine,56,jepsen-log porcupine-kv",
    "redis-sentinel,6,jepsen-edn",
    "small-adts,8,fptlin",
    "solitaire,2,jepsen-edn",
  })
  void isReadOrRefused(String folder, int files, String formats) throws Exception {
    Path root = SampleData.folder(folder);
    List<Map<String, String>> rows = SampleData.manifest(folder);
    assertEquals(files, rows.size(), "rows of the manifest");
    List<String> wrong = new ArrayList<>();
    Set<String> found = new TreeSet<>();
    for (Map<String, String> row : rows) {
      String name = row.getOrDefault("file", row.getOrDefault("folder", ""));
      if (REFUSED.containsKey(name)) {
        HistoryFormatException e =
            assertThrows(HistoryFormatException.class, () -> read(root.resolve(name)), name);
        assertTrue(e.getMessage().contains(REFUSED.get(name)), e::getMessage);
      } else {
        assertTrue(Files.exists(root.resolve(name)), name);
        LoadedHistory loaded = read(root.resolve(name));
        found.add(loaded.format());
        wrong.addAll(complaints(name, row, loaded.history()));
      }
    }
    assertEquals(List.of(), wrong);
    assertEquals(formats, String.join(" ", found));
  }

  private static LoadedHistory read(Path file) throws Exception {
    return HistoryFiles.read(file, HistoryFiles.AUTO, LENIENT);
  }

  /** What differs from the manifest's columns, whichever of them it has. */
  private static List<String> complaints(String name, Map<String, String> row, History h) {
    List<String> wrong = new ArrayList<>();
    long operations = h.clientInvocations().count();
    compare(name + " ops", row.get("ops"), operations, wrong);
    compare(name + " events", row.get("events"), operations + completions(h), wrong);
    compare(name + " open_ops", row.get("open_ops"), ended(h, EventType.INFO), wrong);
    compare(name + " fail_ops", row.get("fail_ops"), ended(h, EventType.FAIL), wrong);
    if (!name.startsWith(MISCOUNTED)) {
      compare(name + " txns", row.get("txns"), ended(h, EventType.OK), wrong);
    }
    return wrong;
  }

  private static void compare(
      String what, @Nullable String expected, long found, List<String> wrong) {
    if (expected != null && expected.matches("\\d+") && Long.parseLong(expected) != found) {
      wrong.add(what + ": expected " + expected + ", found " + found);
    }
  }

  private static long completions(History h) {
    return h.clientInvocations().filter(i -> h.pair(i) != History.NONE).count();
  }

  private static long ended(History h, EventType how) {
    return h.clientInvocations().filter(i -> h.outcome(i) == how).count();
  }
}
