package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class HistoryLogTest {
  @TempDir Path folder;

  @Test
  void whatIsAppendedIsRead() throws Exception {
    Path file = folder.resolve("history.jsonl");
    try (HistoryLog log = HistoryLog.create(file)) {
      assertEquals(0, log.append(EventType.INVOKE, 0, "cas", "k", List.of(1L, 2L), 5, Map.of()));
      assertEquals(1, log.append(EventType.INFO, History.NEMESIS, "kill", null, "n1", 6, Map.of()));
      Map<String, Object> extra = Map.of("error", new Keyword("timeout"));
      assertEquals(2, log.append(EventType.INFO, 0, "cas", "k", List.of(1L, 2L), 7, extra));
      assertNull(log.failure());
    }
    LoadedHistory read = HistoryFiles.read(file, "auto");
    History h = read.history();
    assertEquals(List.of(), read.warnings());
    assertEquals(3, h.size());
    assertEquals("k", h.key(0));
    assertEquals(List.of(1L, 2L), h.value(2));
    assertEquals(History.NEMESIS, h.process(1));
    assertEquals(Map.of("error", new Keyword("timeout")), h.extra(2));
    assertEquals(2, h.pair(0));
    assertEquals(7, h.timeNanos(2));
  }

  @Test
  void anExistingHistoryIsLeftAlone() throws Exception {
    Path file = Files.writeString(folder.resolve("history.jsonl"), "mine");
    assertThrows(FileAlreadyExistsException.class, () -> HistoryLog.create(file));
    assertEquals("mine", Files.readString(file));
  }

  @Test
  @Timeout(60)
  void manyThreadsAppendInOneOrder() throws Exception {
    Path file = folder.resolve("history.jsonl");
    int perThread = HistoryLog.QUEUE_EVENTS / 2;
    try (HistoryLog log = HistoryLog.create(file)) {
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int process = t;
        threads.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (long i = 0; i < perThread; i++) {
                        EventType type = i % 2 == 0 ? EventType.INVOKE : EventType.OK;
                        log.append(type, process, "write", null, i / 2, i, Map.of());
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    LoadedHistory read = HistoryFiles.read(file, "auto");
    History h = read.history();
    assertEquals(List.of(), read.warnings(), "times do not go back");
    assertEquals(4 * perThread, h.size());
    long[] next = new long[4];
    for (int e = 0; e < h.size(); e++) {
      assertEquals(e, h.index(e));
      assertEquals(next[h.process(e)]++ / 2, h.value(e));
    }
  }

  @Test
  void whatIsNoDataIsRefusedAtOnce() throws Exception {
    Path file = folder.resolve("history.jsonl");
    HistoryLog log = HistoryLog.create(file);
    assertThrows(
        IllegalArgumentException.class,
        () -> log.append(EventType.INVOKE, 0, "write", null, new Object(), 0, Map.of()));
    assertEquals(0, log.append(EventType.INVOKE, 0, "write", null, 1, 0, Map.of()));
    log.close();
    log.close();
    assertThrows(
        IllegalStateException.class,
        () -> log.append(EventType.OK, 0, "write", null, 1, 0, Map.of()));
    assertEquals(1, HistoryFiles.read(file, "auto").history().size());
  }

  @Test
  @Timeout(60)
  void aFullDiskIsToldAndBlocksNobody() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "no /dev/full here");
    HistoryLog log = HistoryLog.on(full, FileChannel.open(full, StandardOpenOption.WRITE));
    int appended = 0;
    while (log.failure() == null || appended < 3 * HistoryLog.QUEUE_EVENTS) {
      log.append(EventType.INFO, History.NEMESIS, "x", null, null, 0, Map.of());
      appended++;
    }
    assertNotNull(log.failure());
    IOException told = assertThrows(IOException.class, log::close);
    String message = String.valueOf(told.getMessage());
    assertTrue(message.startsWith("up to " + appended + " of " + appended + " events"), message);
    assertTrue(message.contains("No space left"), message);
  }

  /** The parent kills a writing child at some moment; what the child knew flushed must be there. */
  @Test
  @Timeout(120)
  void killedAtAnyMoment() throws Exception {
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 4; round++) {
      Path file = folder.resolve("killed-" + round + ".jsonl");
      Path told = folder.resolve("told-" + round);
      Process child = startWriter(file, told);
      try {
        while (!Files.exists(file) || Files.size(file) == 0) {
          assertTrue(child.isAlive(), "the writing child died by itself");
          Thread.sleep(5);
        }
        child.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS);
      } finally {
        child.destroyForcibly();
      }
      assertTrue(child.waitFor(20, TimeUnit.SECONDS));
      checkSurvivors(HistoryFiles.read(file, "jsonl"), lastWholeLine(told));
    }
  }

  private static Process startWriter(Path file, Path told) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            file.toString())
        .redirectOutput(told.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static long lastWholeLine(Path told) throws IOException {
    String text = Files.readString(told);
    String[] lines = text.substring(0, text.lastIndexOf('\n') + 1).split("\n");
    return lines[lines.length - 1].isEmpty() ? 0 : Long.parseLong(lines[lines.length - 1]);
  }

  private static void checkSurvivors(LoadedHistory read, long flushed) {
    History h = read.history();
    assertTrue(h.size() >= flushed, h.size() + " events survived of " + flushed + " flushed");
    assertTrue(read.warnings().size() <= 1, () -> read.warnings().toString());
    for (int e = 0; e < h.size(); e++) {
      assertEquals(e, h.index(e));
      assertEquals((long) e / 2, h.value(e));
    }
  }

  /** The child of {@link #killedAtAnyMoment}: appends until it dies, says what it flushed. */
  static final class Writer {
    public static void main(String[] args) throws Exception {
      try (HistoryLog log = HistoryLog.create(Path.of(args[0]))) {
        for (long i = 0; i < 20_000_000; i++) {
          EventType type = i % 2 == 0 ? EventType.INVOKE : EventType.OK;
          log.append(type, 0, "write", null, i / 2, i, Map.of());
          if (i % 5_000 == 0) {
            System.out.println(log.flushed());
          }
        }
      }
    }
  }
}
