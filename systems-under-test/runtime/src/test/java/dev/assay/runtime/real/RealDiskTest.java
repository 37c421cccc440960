package dev.assay.runtime.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.runtime.Disk.AppendFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDiskTest {
  @TempDir Path folder;

  private final Crash crash =
      new Crash(
          new StderrTrace("n1", true, new PrintStream(OutputStream.nullOutputStream(), true)));

  private RealDisk open(Path directory) throws IOException {
    return new RealDisk(directory, Runnable::run, crash);
  }

  private static void sync(RealDisk disk) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    disk.sync(done::countDown);
    assertTrue(done.await(30, TimeUnit.SECONDS));
  }

  @Test
  void whatIsSyncedIsInTheFiles() throws Exception {
    RealDisk disk = open(folder.resolve("data"));
    AppendFile log = disk.open("log");
    log.append("one".getBytes(UTF_8));
    log.append("two".getBytes(UTF_8));
    disk.replace("state", "small".getBytes(UTF_8));
    log.append("three".getBytes(UTF_8));
    log.truncate(8);
    assertEquals(0, log.durableLength());

    sync(disk);

    assertEquals("onetwoth", Files.readString(folder.resolve("data/log")));
    assertEquals("small", Files.readString(folder.resolve("data/state")));
    assertEquals(8, log.durableLength());
    assertArrayEquals("small".getBytes(UTF_8), disk.read("state").orElseThrow());
    byte[] part = new byte[4];
    assertEquals(4, log.read(3, part, 4));
    assertArrayEquals("twot".getBytes(UTF_8), part);
  }

  @Test
  void whatIsNotSyncedIsInMemoryAlone() throws Exception {
    RealDisk disk = open(folder.resolve("data"));
    AppendFile log = disk.open("log");
    log.append("never synced".getBytes(UTF_8));

    assertEquals(12, log.length());
    assertEquals(0, Files.size(folder.resolve("data/log")));
  }

  @Test
  void appendsLargerThanTheBufferKeepTheirOrder() throws Exception {
    RealDisk disk = open(folder.resolve("data"));
    AppendFile log = disk.open("log");
    log.append("a".getBytes(UTF_8));
    log.append("b".repeat(1 << 19).getBytes(UTF_8));
    log.append("c".getBytes(UTF_8));

    sync(disk);

    String content = Files.readString(folder.resolve("data/log"));
    assertEquals("a" + "b".repeat(1 << 19) + "c", content);
  }

  @Test
  void secondServerOnTheSameFolderIsRefused() throws Exception {
    open(folder.resolve("data"));

    IOException refused = assertThrows(IOException.class, () -> open(folder.resolve("data")));

    assertTrue(String.valueOf(refused.getMessage()).contains("another server uses this folder"));
  }
}
