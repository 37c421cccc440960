package dev.assay.harness.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** Files that are made once and kept in a folder that several harnesses may share. */
final class Caches {
  /** File locks work between processes only. */
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private Caches() {}

  /** Makes a file's content at the given path, which is on the same file system as the file. */
  @FunctionalInterface
  interface Maker {
    void make(Path temporary) throws IOException;
  }

  /**
   * The file, made first when it is not there. It appears whole or not at all, and is made once
   * when several want it at the same time, in this process or in others.
   */
  static Path getOrMake(Path file, Maker maker) throws IOException {
    if (Files.exists(file)) {
      return file;
    }
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    Path lockFile = folder.resolve("." + file.getFileName() + ".lock");
    ONE_AT_A_TIME.lock();
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!Files.exists(file)) {
        // Under the lock, whatever is at this path was left by a harness that was killed.
        Path temporary = folder.resolve("." + file.getFileName() + ".making");
        deleteTree(temporary);
        maker.make(temporary);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      }
      lock.release();
    } finally {
      ONE_AT_A_TIME.unlock();
    }
    return file;
  }

  /** Deletes a file or a folder with all it has; does not fail when there is nothing. */
  static void deleteTree(Path root) throws IOException {
    if (Files.notExists(root)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(root)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.deleteIfExists(each);
    }
  }

  /** SHA-256 in hex. */
  static String sha256(Path file) throws IOException {
    MessageDigest digest = newSha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
