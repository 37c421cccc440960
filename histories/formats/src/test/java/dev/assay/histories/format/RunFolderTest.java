package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFolderTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.007999Z");

  @TempDir Path folder;

  @Test
  void isNamedByItsSystemAndTime() throws Exception {
    Path runs = folder.resolve("runs");
    RunFolder run = RunFolder.create(runs, "raft-kv", NOON);
    assertEquals(runs.resolve("raft-kv/20260102T120000.007Z"), run.path());
    assertTrue(Files.isDirectory(run.path()));
    assertEquals("test.json", run.testJson().getFileName().toString());
    assertEquals(run.path().resolve("history.jsonl"), run.history());
    assertEquals(run.path().resolve("results.json"), run.resultsJson());
    assertEquals(run.path().resolve("report.html"), run.reportHtml());
  }

  @Test
  void linksLeadToTheNewest() throws Exception {
    RunFolder first = RunFolder.create(folder, "raft-kv", NOON);
    RunFolder second = RunFolder.create(folder, "raft-kv", NOON);
    assertEquals(first.startedAt().plusMillis(1), second.startedAt(), "times do not clash");
    RunFolder other = RunFolder.create(folder, "etcd", NOON.plusSeconds(9));
    for (RunFolder run : List.of(first, second, other)) {
      run.makeLatest();
    }
    assertEquals(other.path().toRealPath(), folder.resolve("latest").toRealPath());
    assertEquals(second.path().toRealPath(), folder.resolve("raft-kv/latest").toRealPath());
    assertEquals("etcd", RunFolder.open(folder.resolve("latest")).system());
    RunFolder opened = RunFolder.open(folder.resolve("raft-kv/latest"));
    assertEquals(second.startedAt(), opened.startedAt());
    RunFolder failed = RunFolder.create(folder, "etcd", NOON.plusSeconds(10));
    assertEquals(other.path().toRealPath(), folder.resolve("latest").toRealPath());
    assertEquals(List.of(failed, other, second, first), RunFolder.list(folder));
  }

  @Test
  void otherFoldersAreNoRuns() throws Exception {
    Files.createDirectories(folder.resolve("raft-kv/notes"));
    Files.writeString(folder.resolve("raft-kv/file"), "");
    assertEquals(List.of(), RunFolder.list(folder));
    assertEquals(List.of(), RunFolder.list(folder.resolve("missing")));
    assertThrows(
        NotDirectoryException.class, () -> RunFolder.open(folder.resolve("raft-kv/notes")));
    assertThrows(NotDirectoryException.class, () -> RunFolder.open(folder.resolve("missing")));
    for (String name : List.of("", "..", ".hidden", "a/b", "latest", "a b")) {
      assertThrows(
          IllegalArgumentException.class, () -> RunFolder.create(folder, name, NOON), name);
    }
  }

  @Test
  void aNodesFolderStaysInside() throws Exception {
    RunFolder run = RunFolder.create(folder, "raft-kv", NOON);
    for (String node : List.of("n1", "..", "../../x", "/etc", "", "::1", "ä", ".ssh", "a%b")) {
      Path logs = run.nodeFolder(node);
      assertEquals(run.path(), logs.getParent(), node);
      assertTrue(Files.isDirectory(logs));
    }
    assertEquals("n1", run.nodeFolder("n1").getFileName().toString());
    assertEquals("%3A%3A1", run.nodeFolder("::1").getFileName().toString());
  }
}
