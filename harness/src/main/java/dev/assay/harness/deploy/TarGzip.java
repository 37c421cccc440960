package dev.assay.harness.deploy;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a {@code .tar.gz} that every {@code tar} reads: the ustar format of POSIX.1-1988, regular
 * files only. The same files give the same bytes: owners are 0 and times are the epoch.
 */
final class TarGzip implements AutoCloseable {
  private static final int BLOCK = 512;

  private final OutputStream out;

  TarGzip(Path file) throws IOException {
    out = new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
  }

  /**
   * Adds a file; a link is followed.
   *
   * @param name its path in the archive, with slashes; ASCII, at most 255 characters
   */
  void add(String name, Path file) throws IOException {
    long size = Files.size(file);
    out.write(header(name, size, Files.isExecutable(file)));
    long copied = Files.copy(file, out);
    if (copied != size) {
      throw new IOException(file + " changed while it was packed: " + size + ", now " + copied);
    }
    out.write(new byte[(int) (-size & (BLOCK - 1))]);
  }

  @Override
  public void close() throws IOException {
    try (out) {
      out.write(new byte[2 * BLOCK]);
    }
  }

  private static byte[] header(String name, long size, boolean executable) throws IOException {
    byte[] header = new byte[BLOCK];
    int slash = name.length() <= 100 ? -1 : name.indexOf('/', name.length() - 101);
    if (name.length() > 100 && (slash < 0 || slash > 155)) {
      throw new IOException("path too long for a tar archive: " + name);
    }
    put(header, 0, name.substring(slash + 1));
    put(header, 100, executable ? "0000755" : "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, String.format("%011o", size));
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    put(header, 156, "0");
    put(header, 257, "ustar");
    put(header, 263, "00");
    put(header, 345, name.substring(0, Math.max(slash, 0)));
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, String.format("%06o", sum) + "\0 ");
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
