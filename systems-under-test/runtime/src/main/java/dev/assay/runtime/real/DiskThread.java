package dev.assay.runtime.real;

import dev.assay.runtime.real.FileCache.Append;
import dev.assay.runtime.real.FileCache.Change;
import dev.assay.runtime.real.FileCache.Replace;
import dev.assay.runtime.real.FileCache.Truncate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Does what blocks: writes changes in order, and waits once for the platters for all batches that
 * have gathered meanwhile (group commit). After an error nothing is known about what the disk holds
 * ("Can applications recover from fsync failures?", Rebello et al., ATC 2020), so any error stops
 * the node.
 */
final class DiskThread {
  private static final int BUFFER_BYTES = 1 << 18;

  private final Path directory;
  private final Executor loop;
  private final Crash crash;
  private final BlockingQueue<Batch> queue = new LinkedBlockingQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final Set<FileChannel> unsynced = new LinkedHashSet<>();
  private @Nullable FileChannel buffered;

  /** Changes, and what to run on the event loop when they are durable. */
  record Batch(List<Change> changes, List<Runnable> completions) {}

  DiskThread(Path directory, Executor loop, Crash crash) {
    this.directory = directory;
    this.loop = loop;
    this.crash = crash;
    Thread thread = new Thread(this::run, "disk");
    thread.setDaemon(true);
    thread.start();
  }

  void submit(Batch batch) {
    queue.add(batch);
  }

  private void run() {
    List<Batch> batches = new ArrayList<>();
    try {
      while (true) {
        batches.add(queue.take());
        queue.drainTo(batches);
        for (Batch batch : batches) {
          for (Change change : batch.changes()) {
            write(change);
          }
        }
        syncFiles();
        complete(List.copyOf(batches));
        batches.clear();
      }
    } catch (IOException failed) {
      crash.now(Crash.FAILED_DISK, describe(failed), failed);
    } catch (Throwable broken) {
      crash.now(Crash.BROKEN_PROGRAM, "the disk thread threw: " + broken, broken);
    }
  }

  private void write(Change change) throws IOException {
    switch (change) {
      case Append append -> append(append.file().channel(), append.bytes());
      case Truncate cut -> {
        flush();
        cut.file().channel().truncate(cut.length());
        unsynced.add(cut.file().channel());
      }
      case Replace replace -> {
        syncFiles();
        replace(replace.name(), replace.content());
      }
    }
  }

  private void append(FileChannel channel, byte[] bytes) throws IOException {
    if (!channel.equals(buffered) || buffer.remaining() < bytes.length) {
      flush();
    }
    unsynced.add(channel);
    if (bytes.length > buffer.capacity()) {
      writeFully(channel, ByteBuffer.wrap(bytes));
      return;
    }
    buffer.put(bytes);
    buffered = channel;
  }

  private void flush() throws IOException {
    FileChannel channel = buffered;
    if (channel == null) {
      return;
    }
    writeFully(channel, buffer.flip());
    buffer.clear();
    buffered = null;
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    long end = channel.size();
    while (bytes.hasRemaining()) {
      end += channel.write(bytes, end);
    }
  }

  private void syncFiles() throws IOException {
    flush();
    for (FileChannel channel : unsynced) {
      channel.force(false);
    }
    unsynced.clear();
  }

  private void replace(String name, byte[] content) throws IOException {
    Path temporary = directory.resolve(name + ".new");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeFully(channel, ByteBuffer.wrap(content));
      channel.force(true);
    }
    Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    syncDirectory(directory);
  }

  /** Makes creations and renames in the folder durable. */
  static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private void complete(List<Batch> batches) {
    loop.execute(
        () -> {
          for (Batch batch : batches) {
            batch.completions().forEach(crash::guard);
          }
        });
  }

  private String describe(IOException failed) {
    String reason = String.valueOf(failed.getMessage());
    boolean full = reason.toLowerCase(Locale.ROOT).contains("no space left");
    return (full ? "the disk is full: " : "the disk failed: ")
        + "cannot write to "
        + directory
        + ": "
        + reason
        + (full ? ". Free some space and start this node again" : "")
        + ". What was not acknowledged may be lost, what was acknowledged is safe; this node stops";
  }
}
