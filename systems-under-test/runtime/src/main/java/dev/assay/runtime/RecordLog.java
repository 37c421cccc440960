package dev.assay.runtime;

import dev.assay.runtime.Disk.AppendFile;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A log of records in an append-only file that tells a torn tail from damage.
 *
 * <p>A record is {@code magic(4) length(4) durable(8) crc(4) payload}. The checksum covers the
 * record's own offset too, so bytes of an older record cannot pass for one elsewhere. {@code
 * durable} says how much of the file was known to be durable when the record was written. At a bad
 * record this decides: when a valid record follows that was written after the bad place had become
 * durable, no crash can explain it, and the log refuses to open; otherwise everything from there on
 * was never acknowledged and is cut off. (That a checksum alone cannot tell the two apart is shown
 * in Alagappan et al., Protocol-Aware Recovery for Consensus-Based Storage, FAST 2018. What remains
 * undetected: damage to the last durable records, when nothing was written after them.)
 */
public final class RecordLog {
  /** The largest payload. */
  public static final int RECORD_BYTES_MAX = 4 << 20;

  private static final int MAGIC = 0xa55a_106e;
  private static final int HEADER_BYTES = 20;

  private final AppendFile file;

  private RecordLog(AppendFile file) {
    this.file = file;
  }

  /** Receives the records of an earlier life, in order. */
  public interface Visitor {
    void visit(long offset, byte[] payload);
  }

  /**
   * What was found when opening.
   *
   * @param tornBytes how many bytes were cut off the end, because a crash had torn them
   */
  public record Opened(RecordLog log, long records, long tornBytes) {}

  /**
   * Reads all records and cuts off a torn tail.
   *
   * @throws CorruptFileException for damage that no crash of ours can have left
   */
  public static Opened open(AppendFile file, Visitor visitor) {
    Reader reader = new Reader(file);
    long offset = 0;
    long records = 0;
    while (offset < file.length()) {
      Optional<byte[]> payload = reader.payloadAt(offset);
      if (payload.isEmpty()) {
        break;
      }
      visitor.visit(offset, payload.get());
      records++;
      offset += HEADER_BYTES + payload.get().length;
    }
    long tornBytes = file.length() - offset;
    if (tornBytes > 0) {
      requireTornTail(file, reader, offset);
      file.truncate(offset);
    }
    return new Opened(new RecordLog(file), records, tornBytes);
  }

  /** Appends a record; it is durable after the disk's next sync. */
  public void append(byte[] payload) {
    if (payload.length > RECORD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "record of " + payload.length + " bytes; at most " + RECORD_BYTES_MAX + " fit");
    }
    long durable = file.durableLength();
    ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + payload.length);
    record.putInt(MAGIC).putInt(payload.length).putLong(durable);
    record.putInt(checksum(file.length(), durable, payload)).put(payload);
    file.append(record.array());
  }

  private static void requireTornTail(AppendFile file, Reader reader, long badOffset) {
    for (long offset = badOffset + 1; offset + HEADER_BYTES <= file.length(); offset++) {
      if (reader.isMagicAt(offset)
          && reader.payloadAt(offset).isPresent()
          && reader.durableAt(offset) > badOffset) {
        throw new CorruptFileException(
            ("%s: no valid record at offset %d, but the valid record at offset %d was written when"
                    + " %d bytes were durable. This is damage and not the torn tail of a crash;"
                    + " records that this node acknowledged are lost, and it must not go on with"
                    + " this file")
                .formatted(file.path(), badOffset, offset, reader.durableAt(offset)));
      }
    }
  }

  private static int checksum(long offset, long durable, byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(
        ByteBuffer.allocate(20).putLong(offset).putInt(payload.length).putLong(durable).flip());
    crc.update(payload);
    return (int) crc.getValue();
  }

  /** Reads records through a window, since the file may be larger than the memory. */
  private static final class Reader {
    private static final int WINDOW_BYTES = 1 << 18;

    private final AppendFile file;
    private byte[] window = new byte[WINDOW_BYTES];
    private long windowStart;
    private int windowLength;

    Reader(AppendFile file) {
      this.file = file;
    }

    boolean isMagicAt(long offset) {
      return view(offset, Integer.BYTES).filter(bytes -> bytes.getInt() == MAGIC).isPresent();
    }

    /** The third header field of the record at the offset, which must be valid. */
    long durableAt(long offset) {
      return view(offset, HEADER_BYTES).orElseThrow().getLong(8);
    }

    /** The payload of the record at the offset; empty when there is no valid record. */
    Optional<byte[]> payloadAt(long offset) {
      Optional<ByteBuffer> header = view(offset, HEADER_BYTES);
      if (header.isEmpty() || header.get().getInt(0) != MAGIC) {
        return Optional.empty();
      }
      int length = header.get().getInt(4);
      long durable = header.get().getLong(8);
      int crc = header.get().getInt(16);
      if (length < 0 || length > RECORD_BYTES_MAX) {
        return Optional.empty();
      }
      Optional<ByteBuffer> body = view(offset + HEADER_BYTES, length);
      if (body.isEmpty()) {
        return Optional.empty();
      }
      byte[] payload = new byte[length];
      body.get().get(payload);
      return checksum(offset, durable, payload) == crc ? Optional.of(payload) : Optional.empty();
    }

    /**
     * That many bytes at the offset, valid until the next call; empty when the file ends before.
     */
    private Optional<ByteBuffer> view(long offset, int count) {
      if (offset + count > file.length()) {
        return Optional.empty();
      }
      if (offset < windowStart || offset + count > windowStart + windowLength) {
        if (count > window.length) {
          window = new byte[count];
        }
        windowStart = offset;
        windowLength = file.read(offset, window, window.length);
        if (count > windowLength) {
          return Optional.empty();
        }
      }
      return Optional.of(ByteBuffer.wrap(window, (int) (offset - windowStart), count).slice());
    }
  }
}
