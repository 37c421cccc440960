package dev.assay.histories.format;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import dev.assay.histories.TransactionBuilder;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects transactions of reads and writes of integers, as the academic tools record them, and
 * turns them into events {@code :txn [[:w k v] [:r k v]]}, on all processors.
 *
 * <p>A read of 0 from a key to which nobody writes 0 saw the initial state: its value is {@code
 * nil}. Only the order within a session is known. 17 bytes an operation and 16 a transaction, until
 * all are events.
 */
final class SessionTransactions {
  /** So many become events at a time. */
  private static final int PIECE = 1 << 13;

  private final EventSink out;
  private final int processors;
  private final int piece;

  /** One element an operation. */
  private boolean[] isWrite = new boolean[1024];

  private long[] keys = new long[1024];
  private long[] values = new long[1024];
  private int operations;

  // One element a transaction; its operations end where those of the next begin.
  private int[] starts = new int[256];
  private int[] sessions = new int[256];
  private int[] lines = new int[256];
  private boolean[] aborted = new boolean[256];
  private int transactions;

  private double fractionRead;
  private int emitted;

  SessionTransactions(EventSink out) {
    this(out, Runtime.getRuntime().availableProcessors(), PIECE);
  }

  SessionTransactions(EventSink out, int processors, int piece) {
    this.out = out;
    this.processors = processors;
    this.piece = piece;
  }

  /** Says how much of the source will have been read with the next transactions. */
  void read(double ofSource) {
    fractionRead = ofSource;
  }

  /** Begins a transaction, which ends where the next begins. */
  void begin(long line, int session, boolean committed) {
    if (transactions == starts.length) {
      int length = longer(transactions);
      starts = Arrays.copyOf(starts, length);
      sessions = Arrays.copyOf(sessions, length);
      lines = Arrays.copyOf(lines, length);
      aborted = Arrays.copyOf(aborted, length);
    }
    starts[transactions] = operations;
    sessions[transactions] = session;
    lines[transactions] = (int) line;
    aborted[transactions++] = !committed;
  }

  /** The transaction that began last did not commit. */
  void abort() {
    aborted[transactions - 1] = true;
  }

  /** Adds an operation to the transaction that began last. */
  void operation(boolean write, long key, long value) {
    reserve(1);
    isWrite[operations] = write;
    keys[operations] = key;
    values[operations++] = value;
  }

  /** Adds operations to the transaction that began last: those from one until another. */
  void operations(boolean[] write, long[] key, long[] value, int from, int to) {
    reserve(to - from);
    System.arraycopy(write, from, isWrite, operations, to - from);
    System.arraycopy(key, from, keys, operations, to - from);
    System.arraycopy(value, from, values, operations, to - from);
    operations += to - from;
  }

  private void reserve(int more) {
    if (operations + more > keys.length) {
      int length = longer(operations + more);
      isWrite = Arrays.copyOf(isWrite, length);
      keys = Arrays.copyOf(keys, length);
      values = Arrays.copyOf(values, length);
    }
  }

  /**
   * How long a column becomes that has to hold so many: as long as it will have to be, if known.
   */
  private int longer(int size) {
    double all = fractionRead > 0 ? size / fractionRead * 1.08 : 0;
    return Math.toIntExact((long) Math.max(size * 1.5, all) + 16);
  }

  /** Adds all events to the sink. */
  void emit() throws IOException, HistoryFormatException {
    out.ordersProcessesOnly();
    Set<Long> zeroWritten = new HashSet<>();
    for (int i = 0; i < operations; i++) {
      if (values[i] == 0 && isWrite[i]) {
        zeroWritten.add(keys[i]);
      }
    }
    int atOnce = transactions <= piece ? 1 : processors;
    new Pipeline<>(atOnce, () -> new Piece(zeroWritten)).run(Piece::fill, Piece::work, Piece::take);
  }

  /** Some transactions, and their events. */
  private final class Piece {
    private final Set<Long> zeroWritten;
    private final EventChunk events = new EventChunk(false);
    private final TransactionBuilder builder = events.transaction();
    private int first;
    private int end;

    Piece(Set<Long> zeroWritten) {
      this.zeroWritten = zeroWritten;
    }

    /** Takes the next transactions; false when there are none. */
    boolean fill() {
      first = emitted;
      end = Math.min(first + piece, transactions);
      emitted = end;
      return first < end;
    }

    boolean work() {
      events.clear();
      for (int txn = first; txn < end; txn++) {
        add(txn, EventType.INVOKE, false);
        add(txn, aborted[txn] ? EventType.FAIL : EventType.OK, !aborted[txn]);
      }
      return true;
    }

    void take() throws HistoryFormatException {
      events.giveTo(out, 0, (double) end / transactions);
    }

    private void add(int txn, EventType type, boolean isTold) {
      int from = starts[txn];
      int to = txn + 1 < transactions ? starts[txn + 1] : operations;
      int value = from == to ? events.internValue(List.of()) : transaction(from, to, isTold);
      events.take(
          lines[txn],
          0,
          type,
          sessions[txn],
          "txn",
          History.NONE,
          value,
          History.NO_TIME,
          -1,
          Map.of());
    }

    private int transaction(int from, int to, boolean isTold) {
      builder.begin();
      for (int i = from; i < to; i++) {
        builder.microOp(isWrite[i] ? MicroOps.WRITE : MicroOps.READ, keys[i]);
        if (isWrite[i] || (isTold && !isInitial(i))) {
          builder.value(values[i]);
        } else {
          builder.value(null);
        }
      }
      return builder.end();
    }

    private boolean isInitial(int operation) {
      return values[operation] == 0
          && (zeroWritten.isEmpty() || !zeroWritten.contains(keys[operation]));
    }
  }
}
