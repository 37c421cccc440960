package dev.assay.runtime.real;

import dev.assay.runtime.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The files of one folder; writes and fsyncs happen on a {@link DiskThread}. */
final class RealDisk implements Disk {
  private final Path directory;
  private final DiskThread thread;
  private final FileCache cache = new FileCache();
  private final Map<String, RealFile> files = new TreeMap<>();

  /** Held as long as the process lives: a channel that is collected gives its lock up. */
  @SuppressWarnings("UnusedVariable")
  private final FileLock lock;

  /**
   * Creates the folder if needed and locks it against a second server.
   *
   * @throws IOException when the folder cannot be used; the message says why
   */
  RealDisk(Path directory, Executor loop, Crash crash) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory);
    this.lock = lock(directory.resolve("lock"));
    this.thread = new DiskThread(directory, loop, crash);
  }

  private static FileLock lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw new IOException("another server uses this folder (" + file + " is locked)");
    }
    return lock;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  @Override
  public Optional<byte[]> read(String name) {
    try {
      return Optional.of(Files.readAllBytes(directory.resolve(name)));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (IOException broken) {
      throw new UncheckedIOException("cannot read " + directory.resolve(name), broken);
    }
  }

  @Override
  public void replace(String name, byte[] content) {
    change(new FileCache.Replace(name, content));
  }

  @Override
  public AppendFile open(String name) {
    return files.computeIfAbsent(name, this::openFile);
  }

  private RealFile openFile(String name) {
    Path path = directory.resolve(name);
    try {
      FileChannel channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      DiskThread.syncDirectory(directory);
      return new RealFile(path, channel, this);
    } catch (IOException broken) {
      throw new UncheckedIOException("cannot open " + path, broken);
    }
  }

  void change(FileCache.Change change) {
    cache.add(change, System.nanoTime());
  }

  @Override
  public void sync(Runnable onDurable) {
    List<Runnable> completions = new ArrayList<>();
    for (RealFile file : files.values()) {
      long length = file.length();
      completions.add(() -> file.becameDurable(length));
    }
    completions.add(onDurable);
    thread.submit(new DiskThread.Batch(cache.drain(), completions));
  }

  /** Writes back what has been dirty for long, as an operating system does unasked. */
  void writeBack() {
    if (cache.isExpired(System.nanoTime())) {
      sync(() -> {});
    }
  }
}
