package dev.assay.histories.format;

import dev.assay.histories.EventType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The history of a run while it runs: a file in the format of {@link JsonLinesFormat} that survives
 * {@code kill -9} of its writer.
 *
 * <p>Any thread may {@link #append}; it turns its event into text and puts it into a queue. One
 * background thread takes what is queued every {@value #FLUSH_MILLIS} ms, and at once when the
 * queue is half full, and hands it to the operating system in whole lines. When the writer is
 * killed, at most what was queued is lost and at most one line is torn. A full queue makes {@code
 * append} wait.
 *
 * <p>When the disk fails nothing more is written, {@code append} waits for nothing, and the reason
 * is in {@link #failure} and thrown by {@link #close}.
 */
public final class HistoryLog implements AutoCloseable {
  static final int QUEUE_EVENTS = 1 << 16;
  private static final int FLUSH_MILLIS = 20;
  private static final byte[] WRITTEN = {};

  private final Path file;
  private final FileChannel channel;
  private final Thread writer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notFull = lock.newCondition();
  private final Condition toWrite = lock.newCondition();

  // All guarded by lock.
  private Queue filling = new Queue();
  private Queue emptied = new Queue();
  private long nextIndex;
  private long lastTimeNanos = Long.MIN_VALUE;
  private boolean closing;

  private volatile long flushed;
  private volatile @Nullable IOException failure;

  /** Events in the order of their index, which begins at {@code firstIndex}. */
  private static final class Queue {
    final byte[][] bodies = new byte[QUEUE_EVENTS][];
    final long[] timesNanos = new long[QUEUE_EVENTS];
    long firstIndex;
    int size;
  }

  private HistoryLog(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
    this.writer =
        Thread.ofPlatform().name("history-log").daemon().unstarted(this::writeUntilClosed);
  }

  /** A log in a new file; an existing one is left alone. */
  public static HistoryLog create(Path file) throws IOException {
    return on(
        file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /** A log in an open file, which it closes. */
  static HistoryLog on(Path file, FileChannel channel) {
    HistoryLog log = new HistoryLog(file, channel);
    log.writer.start();
    return log;
  }

  /**
   * Puts an event at the end of the history.
   *
   * @param process a client's number, or {@link dev.assay.histories.History#NEMESIS}
   * @param key the object of the operation, when there are many
   * @param timeNanos since the run began; raised to that of the event before when it is less, which
   *     happens when two threads read the clock and then append in the other order
   * @param extra further fields ({@code error}, {@code node} …)
   * @return the index of the event: its position in the file
   * @throws IllegalArgumentException when a value is not plain EDN data; nothing is appended then
   * @throws IllegalStateException after {@link #close}
   */
  public long append(
      EventType type,
      int process,
      String f,
      @Nullable Object key,
      @Nullable Object value,
      long timeNanos,
      Map<String, ? extends @Nullable Object> extra) {
    byte[] body = JsonLinesWriter.body(type, process, f, key, value, extra);
    lock.lock();
    try {
      while (filling.size == QUEUE_EVENTS && failure == null && !closing) {
        notFull.awaitUninterruptibly();
      }
      if (closing) {
        throw new IllegalStateException("the history log " + file + " is closed");
      }
      long index = nextIndex++;
      lastTimeNanos = Math.max(lastTimeNanos, timeNanos);
      if (failure == null) {
        if (filling.size == 0) {
          filling.firstIndex = index;
        }
        filling.bodies[filling.size] = body;
        filling.timesNanos[filling.size++] = lastTimeNanos;
        if (filling.size == QUEUE_EVENTS / 2) {
          toWrite.signal();
        }
      }
      return index;
    } finally {
      lock.unlock();
    }
  }

  /** How many events, from the first on, the operating system has: these survive our death. */
  public long flushed() {
    return flushed;
  }

  /** Why writing stopped, or {@code null} while all is well. */
  public @Nullable IOException failure() {
    return failure;
  }

  /**
   * Writes what is queued and syncs the file to the disk. A second call does nothing.
   *
   * @throws IOException when events are missing from the file, saying how many and why
   */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (closing) {
        return;
      }
      closing = true;
      toWrite.signal();
      notFull.signalAll();
    } finally {
      lock.unlock();
    }
    joinWriter();
    try (channel) {
      IOException cause = failure;
      if (cause == null) {
        channel.force(true);
        return;
      }
      throw new IOException(
          String.format(
              "up to %d of %d events are missing from %s: %s",
              nextIndex - flushed, nextIndex, file, cause.getMessage()),
          cause);
    }
  }

  private void joinWriter() {
    boolean interrupted = false;
    while (true) {
      try {
        writer.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeUntilClosed() {
    try {
      ByteOutput text = new ByteOutput(1 << 16);
      for (Queue full = take(); full != null; full = take()) {
        write(full, text);
      }
    } catch (IOException e) {
      stop(e);
    } catch (RuntimeException | Error e) {
      stop(new IOException("the writer of the history log died: " + e, e));
    }
  }

  /** The next events to write; {@code null} when the log is closed and all are written. */
  private @Nullable Queue take() {
    lock.lock();
    try {
      long nanos = FLUSH_MILLIS * 1_000_000L;
      while (!closing && filling.size < QUEUE_EVENTS / 2 && nanos > 0) {
        nanos = toWrite.awaitNanos(nanos);
      }
      if (filling.size == 0 && closing) {
        return null;
      }
      Queue full = filling;
      filling = emptied;
      emptied = full;
      notFull.signalAll();
      return full;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the writer of the history log", e);
    } finally {
      lock.unlock();
    }
  }

  private void write(Queue full, ByteOutput text) throws IOException {
    if (full.size == 0) {
      return;
    }
    int from = 0;
    while (from < full.size) {
      text.clear();
      int to = from;
      while (to < full.size && text.size() < 1 << 20) {
        JsonLinesWriter.prefix(text, full.firstIndex + to, full.timesNanos[to]);
        text.bytes(full.bodies[to++]);
      }
      ByteBuffer lines = text.buffer();
      while (lines.hasRemaining()) {
        channel.write(lines);
      }
      flushed = full.firstIndex + to;
      from = to;
    }
    Arrays.fill(full.bodies, 0, full.size, WRITTEN);
    full.size = 0;
  }

  private void stop(IOException cause) {
    lock.lock();
    try {
      failure = cause;
      filling = new Queue();
      emptied = filling;
      notFull.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
