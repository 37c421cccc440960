package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store of Jepsen and Maelstrom: a folder a test, in it a folder a run. */
final class JepsenFoldersTest {
  private static final String EDN =
      """
      {:index 0, :time 1, :type :invoke, :process 0, :f :txn, :value [[:append 1 2]]}
      {:index 1, :time 2, :type :ok, :process 0, :f :txn, :value [[:append 1 2]]}
      """;

  @TempDir private Path store;

  @Test
  void aMaelstromRun() throws Exception {
    Path run = Files.createDirectories(store.resolve("txn-list-append/20261126T120000.000Z"));
    Files.writeString(run.resolve("history.edn"), EDN);
    Files.writeString(run.resolve("results.edn"), "{:valid? true}");
    Files.writeString(run.resolve("messages.svg"), "<svg/>");
    Files.createSymbolicLink(run.resolveSibling("latest"), run);
    assertEquals(2, HistoryFiles.read(run, HistoryFiles.AUTO).history().size());
    LoadedHistory latest =
        HistoryFiles.read(Objects.requireNonNull(run.getParent()), HistoryFiles.AUTO);
    assertEquals("jepsen-edn", latest.format(), "the folder of a test is its latest run");
  }

  @Test
  void aRunThatKeptItsLogOnly() throws Exception {
    Files.writeString(
        store.resolve("jepsen.log"),
        "2026-11-26 12:00:00,1{GMT}\tINFO\t[worker 0] jepsen.util: 0\t:invoke\t:read\tnil\n");
    assertEquals("jepsen-log", HistoryFiles.read(store, HistoryFiles.AUTO).format());
  }

  @Test
  void packedHistories() throws Exception {
    byte[] plain = EDN.getBytes(StandardCharsets.UTF_8);
    Path zstd = Files.write(store.resolve("history.edn.zst"), Zstd.compress(plain));
    assertEquals(2, HistoryFiles.read(store, HistoryFiles.AUTO).history().size());
    Files.delete(zstd);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    }
    Files.write(store.resolve("history.edn.gz"), packed.toByteArray());
    assertEquals(2, HistoryFiles.read(store, HistoryFiles.AUTO).history().size());
  }

  @Test
  void aFolderWithoutAHistoryIsTold() {
    HistoryFormatException e =
        assertThrows(
            HistoryFormatException.class, () -> HistoryFiles.read(store, HistoryFiles.AUTO));
    assertTrue(
        e.getMessage()
            .contains("expected one of history.jsonl, history.edn, test.jepsen, history.txt"),
        e::getMessage);
  }
}
