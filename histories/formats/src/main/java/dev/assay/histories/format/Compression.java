package dev.assay.histories.format;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/** Unpacks what is packed, known by its first bytes. */
final class Compression {
  private static final int BUFFER_BYTES = 1 << 16;

  private static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private Compression() {}

  /** Packed data that is cut off or damaged: the source's fault, not the disk's. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedException(String message, IOException cause) {
      super(message, cause);
    }
  }

  /** The plain bytes; {@link InputStream#mark} works on them. */
  static BufferedInputStream unpack(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, BUFFER_BYTES);
    buffered.mark(4);
    byte[] magic = buffered.readNBytes(4);
    buffered.reset();
    if (magic.length >= 2 && magic[0] == 0x1f && (magic[1] & 0xff) == 0x8b) {
      return new Unpacked(new Unpacking("gzip", gzip(buffered)));
    }
    if (Arrays.equals(magic, ZSTD_MAGIC)) {
      InputStream zstd = new ZstdInputStream(buffered).setContinuous(false);
      return new Unpacked(new Unpacking("zstd", zstd));
    }
    return buffered;
  }

  /** Whether what {@link #unpack} gave had been packed. */
  static boolean isPacked(BufferedInputStream unpacked) {
    return unpacked instanceof Unpacked;
  }

  private static final class Unpacked extends BufferedInputStream {
    Unpacked(Unpacking in) {
      super(in, BUFFER_BYTES);
    }
  }

  /** Packs what is written, as the end of the file's name asks. */
  static OutputStream pack(OutputStream out, String fileName) throws IOException {
    if (fileName.endsWith(".gz")) {
      return new GZIPOutputStream(out, BUFFER_BYTES);
    }
    return fileName.endsWith(".zst") ? new ZstdOutputStream(out) : out;
  }

  private static InputStream gzip(InputStream in) throws IOException {
    try {
      return new GZIPInputStream(in, BUFFER_BYTES);
    } catch (EOFException | ZipException e) {
      throw damaged("gzip", e);
    }
  }

  private static DamagedException damaged(String kind, IOException e) {
    return new DamagedException(
        e instanceof EOFException || isCutOff(e)
            ? "expected more " + kind + " data, found its end: it was cut off"
            : "expected " + kind + " data, found damage: " + e.getMessage(),
        e);
  }

  /** zstd-jni tells the end of its input only in words. */
  private static boolean isCutOff(IOException e) {
    return e instanceof ZstdIOException && String.valueOf(e.getMessage()).contains("runcated");
  }

  /** Tells damage of the data from failures of the disk. */
  private static final class Unpacking extends FilterInputStream {
    private final String kind;

    Unpacking(String kind, InputStream in) {
      super(in);
      this.kind = kind;
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (EOFException | ZipException | ZstdIOException e) {
        throw damaged(kind, e);
      }
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      try {
        return super.read(bytes, from, length);
      } catch (EOFException | ZipException | ZstdIOException e) {
        throw damaged(kind, e);
      }
    }
  }
}
