package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.histories.History;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What real histories of single objects hold beyond the counts that {@link EveryFileTest} has. */
final class ManifestTest {
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
