package dev.assay.histories.format;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the format of {@link PlumeFormat}. */
final class PlumeWriter {
  private static final int FLUSH_BYTES = 1 << 16;
  private static final Keyword WRITE = new Keyword("w");
  private static final Long ZERO = 0L;

  private final History history;
  private final OutputStream target;
  private final ByteOutput out = new ByteOutput(FLUSH_BYTES + 1024);
  private @Nullable Set<Object> zeroWritten;
  private long nextTransaction;

  private PlumeWriter(History history, OutputStream target) {
    this.history = history;
    this.target = target;
  }

  static void write(History history, OutputStream target)
      throws IOException, HistoryFormatException {
    PlumeWriter writer = new PlumeWriter(history, target);
    for (int invocation : history.clientInvocations().toArray()) {
      writer.transaction(invocation);
      if (writer.out.size() >= FLUSH_BYTES) {
        writer.flush();
      }
    }
    writer.flush();
    target.flush();
  }

  private void flush() throws IOException {
    out.writeTo(target);
    out.clear();
  }

  /** One that failed, or of which nobody knows, did not commit; only its writes are kept. */
  private void transaction(int invocation) throws HistoryFormatException {
    EventType outcome = history.outcome(invocation);
    if (outcome == EventType.INFO) {
      throw refusal(invocation, "a transaction that committed or failed", "one of unknown outcome");
    }
    boolean ok = outcome == EventType.OK;
    int event = ok ? history.pair(invocation) : invocation;
    Object value = history.value(event);
    if (!Transactions.isTransaction(value) || !(value instanceof List<?> operations)) {
      throw refusal(invocation, "a transaction such as [[:w 1 2] [:r 3 nil]]", "another value");
    }
    long transaction = ok ? nextTransaction++ : -1;
    for (Object operation : operations) {
      if (operation instanceof List<?> parts) {
        operation(invocation, parts, ok, transaction);
      }
    }
  }

  private void operation(int invocation, List<?> parts, boolean ok, long transaction)
      throws HistoryFormatException {
    String kind = parts.get(0) instanceof Keyword keyword ? keyword.name() : "";
    Object key = parts.get(1);
    Object value = parts.get(2);
    boolean read = kind.equals("r");
    if ((!read && !kind.equals("w")) || !(key instanceof Long k)) {
      throw refusal(invocation, "[:r key value] or [:w key value] of integers", "something else");
    }
    if (read && !ok) {
      return;
    }
    long v = integer(invocation, k, value, read);
    out.put(read ? 'r' : 'w');
    out.put('(');
    out.integer(k);
    out.put(',');
    out.integer(v);
    out.put(',');
    out.integer(history.process(invocation));
    out.put(',');
    out.integer(transaction);
    out.ascii(")\n");
  }

  /** A read of {@code nil} is written as 0, so nobody may write 0 to its key. */
  private long integer(int invocation, Long key, @Nullable Object value, boolean read)
      throws HistoryFormatException {
    if (value instanceof Long integer) {
      return integer;
    }
    if (value != null || !read) {
      throw refusal(invocation, "an integer as the value", EdnValues.toEdn(value));
    }
    if (zeroWritten().contains(key)) {
      throw refusal(invocation, "no read of nil of a key to which 0 is written", "one");
    }
    return 0;
  }

  /** The keys to which some transaction writes 0; looked for once, when the first nil was read. */
  private Set<Object> zeroWritten() {
    if (zeroWritten == null) {
      zeroWritten = new HashSet<>();
      for (int e = 0; e < history.size(); e++) {
        if (history.value(e) instanceof List<?> mops) {
          for (Object mop : mops) {
            if (mop instanceof List<?> parts
                && parts.size() == 3
                && WRITE.equals(parts.get(0))
                && ZERO.equals(parts.get(2))
                && parts.get(1) != null) {
              zeroWritten.add(parts.get(1));
            }
          }
        }
      }
    }
    return zeroWritten;
  }

  private HistoryFormatException refusal(int invocation, String expected, String found) {
    return new HistoryFormatException(
        "plume",
        "expected "
            + expected
            + ", found "
            + Quoting.quote(found)
            + " at index "
            + history.index(invocation));
  }
}
