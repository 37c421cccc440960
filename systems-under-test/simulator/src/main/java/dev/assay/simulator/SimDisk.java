package dev.assay.simulator;

import dev.assay.runtime.Disk;
import dev.assay.runtime.Rng;
import dev.assay.runtime.manual.MemoryDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * A node's disk: an fsync takes its time, a crash loses what was not fsynced but for some prefix
 * and perhaps a torn part of the write that follows. On demand reads fail, and bits flip.
 */
final class SimDisk implements Disk {
  private final MemoryDisk medium = new MemoryDisk();
  private final Rng rng;
  private boolean readsFail;

  SimDisk(Rng rng) {
    this.rng = rng;
  }

  void crash() {
    medium.crash(rng);
  }

  void failReads(boolean fail) {
    readsFail = fail;
  }

  /** Flips a bit of what the file durably holds; an empty file stays as it is. */
  boolean flipBit(String name) {
    byte[] content = medium.durableContent(name).orElse(new byte[0]);
    if (content.length == 0) {
      return false;
    }
    content[rng.nextInt(content.length)] ^= (byte) (1 << rng.nextInt(8));
    medium.damage(name, content);
    return true;
  }

  void completeSync() {
    medium.completeSync();
  }

  private void requireReadable(String name) {
    if (readsFail) {
      throw new UncheckedIOException(new IOException("reading " + name + ": injected disk error"));
    }
  }

  @Override
  public Optional<byte[]> read(String name) {
    requireReadable(name);
    return medium.read(name);
  }

  @Override
  public void replace(String name, byte[] content) {
    medium.replace(name, content);
  }

  @Override
  public void sync(Runnable onDurable) {
    medium.sync(onDurable);
  }

  @Override
  public AppendFile open(String name) {
    AppendFile file = medium.open(name);
    return new AppendFile() {
      @Override
      public String path() {
        return file.path();
      }

      @Override
      public long length() {
        return file.length();
      }

      @Override
      public long durableLength() {
        return file.durableLength();
      }

      @Override
      public int read(long offset, byte[] into, int count) {
        requireReadable(name);
        return file.read(offset, into, count);
      }

      @Override
      public void append(byte[] bytes) {
        file.append(bytes);
      }

      @Override
      public void truncate(long length) {
        file.truncate(length);
      }
    };
  }
}
