package dev.assay.histories.format;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Collects transactions of reads and writes of integers, as the academic tools record them, and
 * turns them into events {@code :txn [[:w k v] [:r k v]]}.
 *
 * <p>A read of 0 from a key to which nobody writes 0 saw the initial state: its value is {@code
 * nil}. Only the order within a session is known.
 */
final class SessionTransactions {
  private static final Keyword READ = new Keyword("r");
  private static final Keyword WRITE = new Keyword("w");

  private final EventSink out;

  // One element an operation.
  private final BitSet isWrite = new BitSet();
  private long[] keys = new long[1024];
  private long[] values = new long[1024];
  private int operations;

  // One element a transaction; its operations end where those of the next begin.
  private int[] starts = new int[256];
  private int[] sessions = new int[256];
  private long[] lines = new long[256];
  private final BitSet aborted = new BitSet();
  private int transactions;

  SessionTransactions(EventSink out) {
    this.out = out;
  }

  /** Begins a transaction, which ends where the next begins. */
  void begin(long line, int session, boolean committed) {
    if (transactions == starts.length) {
      int length = transactions * 2;
      starts = Arrays.copyOf(starts, length);
      sessions = Arrays.copyOf(sessions, length);
      lines = Arrays.copyOf(lines, length);
    }
    starts[transactions] = operations;
    sessions[transactions] = session;
    lines[transactions] = line;
    aborted.set(transactions, !committed);
    transactions++;
  }

  /** The transaction that began last did not commit. */
  void abort() {
    aborted.set(transactions - 1);
  }

  /** Adds an operation to the transaction that began last. */
  void operation(boolean write, long key, long value) {
    if (operations == keys.length) {
      keys = Arrays.copyOf(keys, operations * 2);
      values = Arrays.copyOf(values, operations * 2);
    }
    isWrite.set(operations, write);
    keys[operations] = key;
    values[operations] = value;
    operations++;
  }

  /** Adds all events to the sink. */
  void emit() throws HistoryFormatException {
    out.ordersProcessesOnly();
    Set<Long> zeroWritten = new HashSet<>();
    for (int i = isWrite.nextSetBit(0); i >= 0; i = isWrite.nextSetBit(i + 1)) {
      if (values[i] == 0) {
        zeroWritten.add(keys[i]);
      }
    }
    for (int t = 0; t < transactions; t++) {
      int from = starts[t];
      int to = t + 1 < transactions ? starts[t + 1] : operations;
      boolean committed = !aborted.get(t);
      add(t, EventType.INVOKE, value(from, to, false, zeroWritten));
      EventType end = committed ? EventType.OK : EventType.FAIL;
      add(t, end, value(from, to, committed, zeroWritten));
    }
  }

  private void add(int t, EventType type, List<?> value) throws HistoryFormatException {
    out.add(
        lines[t],
        0,
        type,
        sessions[t],
        "txn",
        History.NONE,
        out.intern(value),
        History.NO_TIME,
        -1,
        Map.of());
  }

  private List<List<@Nullable Object>> value(
      int from, int to, boolean completed, Set<Long> zeroWritten) {
    return IntStream.range(from, to).mapToObj(i -> operation(i, completed, zeroWritten)).toList();
  }

  private List<@Nullable Object> operation(int i, boolean completed, Set<Long> zeroWritten) {
    boolean initial = values[i] == 0 && !zeroWritten.contains(keys[i]);
    boolean known = isWrite.get(i) || (completed && !initial);
    return Collections.unmodifiableList(
        Arrays.<@Nullable Object>asList(
            isWrite.get(i) ? WRITE : READ, keys[i], known ? values[i] : null));
  }
}
