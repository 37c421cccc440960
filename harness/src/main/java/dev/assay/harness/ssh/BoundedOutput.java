package dev.assay.harness.ssh;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** One output stream of a command, kept up to a limit, that wakes who waits for it. */
final class BoundedOutput extends OutputStream {
  private final Object monitor;
  private final int bytesMax;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
  private boolean overflowed;
  private long lastNanos = System.nanoTime();

  /**
   * @param monitor what the waiting thread waits on
   */
  BoundedOutput(Object monitor, int bytesMax) {
    this.monitor = monitor;
    this.bytesMax = bytesMax;
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    synchronized (monitor) {
      int room = Math.min(length, bytesMax - bytes.size());
      bytes.write(source, offset, room);
      lastNanos = System.nanoTime();
      if (room < length && !overflowed) {
        overflowed = true;
        monitor.notifyAll();
      }
    }
  }

  @Override
  public void close() {
    synchronized (monitor) {
      monitor.notifyAll();
    }
  }

  boolean overflowed() {
    synchronized (monitor) {
      return overflowed;
    }
  }

  /** When bytes came last, in the clock of {@link System#nanoTime}. */
  long lastNanos() {
    synchronized (monitor) {
      return lastNanos;
    }
  }

  String text() {
    synchronized (monitor) {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
