package dev.assay.runtime.real;

import dev.assay.runtime.Disk.AppendFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file that is read at start-up by the event loop and written by the disk thread alone. */
final class RealFile implements AppendFile {
  private final Path path;
  private final FileChannel channel;
  private final RealDisk disk;
  private long length;
  private long durableLength;

  RealFile(Path path, FileChannel channel, RealDisk disk) throws IOException {
    this.path = path;
    this.channel = channel;
    this.disk = disk;
    this.length = channel.size();
    this.durableLength = length;
  }

  @Override
  public String path() {
    return path.toString();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public long durableLength() {
    return durableLength;
  }

  @Override
  public int read(long offset, byte[] into, int count) {
    ByteBuffer buffer = ByteBuffer.wrap(into, 0, count);
    try {
      while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
        // A read may give less than there is.
      }
    } catch (IOException broken) {
      throw new UncheckedIOException("cannot read " + path + " at offset " + offset, broken);
    }
    return buffer.position();
  }

  @Override
  public void append(byte[] bytes) {
    length += bytes.length;
    disk.change(new FileCache.Append(this, bytes));
  }

  @Override
  public void truncate(long newLength) {
    if (newLength > length) {
      throw new IllegalArgumentException(
          "cannot cut " + path + " of " + length + " bytes to " + newLength);
    }
    length = newLength;
    durableLength = Math.min(durableLength, newLength);
    disk.change(new FileCache.Truncate(this, newLength));
  }

  /** The event loop learns that the file was durable when it had this length. */
  void becameDurable(long lengthThen) {
    durableLength = Math.max(durableLength, Math.min(lengthThen, length));
  }

  /** On the disk thread: where the file is written. */
  FileChannel channel() {
    return channel;
  }
}
