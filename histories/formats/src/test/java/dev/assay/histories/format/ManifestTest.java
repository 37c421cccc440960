package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real histories have as many operations as those who collected them counted. */
final class ManifestTest {
  private static final String EVENTS_UNTOLD = "?";

  @ParameterizedTest
  @CsvSource({
    "knossos,jepsen-edn",
    "redis-sentinel,jepsen-edn",
    "canonical-raft,jepsen-edn",
    "solitaire,jepsen-edn",
    "porcupine,",
    "collections,limo",
    "small-adts,fptlin",
    "etcd-robustness,etcd-robustness",
  })
  void counts(String folder, String format) throws Exception {
    Path root = SampleData.folder(folder);
    List<String> expected = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (Map<String, String> row : SampleData.manifest(folder)) {
      String file = row.getOrDefault("file", row.get("folder"));
      expected.add(
          String.join(
              " ",
              file,
              row.get("ops"),
              row.getOrDefault("events", EVENTS_UNTOLD),
              row.get("open_ops"),
              row.getOrDefault("fail_ops", "0")));
      LoadedHistory loaded = HistoryFiles.read(root.resolve(file), HistoryFiles.AUTO);
      found.add(file + " " + counts(loaded.history(), row.containsKey("events")));
      if (format != null) {
        assertEquals(format, loaded.format(), file);
      }
    }
    assertEquals(expected, found);
  }

  private static String counts(History h, boolean areEventsTold) {
    long operations = h.clientInvocations().count();
    long events = IntStream.range(0, h.size()).filter(h::isClient).count();
    return operations
        + " "
        + (areEventsTold ? events : EVENTS_UNTOLD)
        + " "
        + ended(h, EventType.INFO)
        + " "
        + ended(h, EventType.FAIL);
  }

  private static long ended(History h, EventType how) {
    return h.clientInvocations().filter(i -> h.outcome(i) == how).count();
  }

  @Test
  void porcupineLogsKeepTheirKeysAndTheirFailedCas() throws Exception {
    Path root = SampleData.folder("porcupine");
    History kv = HistoryFiles.read(root.resolve("kv/c10-bad.txt"), HistoryFiles.AUTO).history();
    assertEquals(10, kv.keyIds().length);
    assertEquals("0", kv.key(0));
    LoadedHistory etcd = HistoryFiles.read(root.resolve("jepsen/etcd_000.log"), HistoryFiles.AUTO);
    assertEquals("jepsen-log", etcd.format());
    assertEquals(1, etcd.history().keyIds().length, "a cas [old new] is no [key value]");
  }
}
