package dev.assay.histories.format;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads the format of {@link PlumeFormat}. */
final class PlumeReader {
  private static final long UNCOMMITTED = -1;

  private final ByteInput in;
  private final SessionTransactions transactions;

  /** The transaction that each session was at last. */
  private final Map<Integer, Long> current = new HashMap<>();

  /** The transactions seen in each session: their numbers need not differ between sessions. */
  private final Map<Integer, Set<Long>> committed = new HashMap<>();

  private int lastSession = -1;

  PlumeReader(ByteInput in, EventSink out) {
    this.in = in;
    this.transactions = new SessionTransactions(out);
  }

  void readAll() throws IOException, HistoryFormatException {
    while (in.peek() >= 0) {
      if (in.peek() == '\n' || in.peek() == '\r' || in.peek() == ' ') {
        in.next();
      } else {
        readOperation();
      }
    }
    transactions.emit();
  }

  private void readOperation() throws IOException, HistoryFormatException {
    long line = in.line();
    int kind = in.peek();
    if (kind != 'r' && kind != 'w') {
      throw in.expected("r(key,value,session,txn) or w(key,value,session,txn)");
    }
    in.next();
    pass('(');
    long key = Integers.read(in, "an integer as the key");
    pass(',');
    long value = Integers.read(in, "an integer as the value");
    pass(',');
    int session = Integers.readProcess(in, "a session number, 0 or above");
    pass(',');
    long transaction = Integers.read(in, "an integer as the transaction");
    pass(')');
    if (session != lastSession || transaction != current.getOrDefault(session, Long.MIN_VALUE)) {
      begin(line, session, transaction);
    }
    transactions.operation(kind == 'w', key, value);
  }

  private void begin(long line, int session, long transaction) throws HistoryFormatException {
    Set<Long> seen = committed.computeIfAbsent(session, s -> new HashSet<>());
    if (transaction != UNCOMMITTED && !seen.add(transaction)) {
      throw new HistoryFormatException(
          in.source(),
          line,
          1,
          "expected the operations of transaction "
              + transaction
              + " together, found more of them after those of another");
    }
    current.put(session, transaction);
    lastSession = session;
    transactions.begin(line, session, transaction != UNCOMMITTED);
  }

  private void pass(char expected) throws IOException, HistoryFormatException {
    if (in.peek() != expected) {
      throw in.expected("`" + expected + "`");
    }
    in.next();
  }
}
