package dev.assay.histories.format;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads the format of {@link PlumeFormat}. */
final class PlumeReader implements LineChunks.Lines<PlumeStretch> {
  private static final long UNCOMMITTED = -1;

  private final EventSink out;
  private final SessionTransactions transactions;

  /** The transactions seen in each session: their numbers need not differ between sessions. */
  private final Map<Integer, Numbers> committed = new HashMap<>();

  private int lastSession = -1;
  private long lastNumber;

  PlumeReader(EventSink out) {
    this(out, new SessionTransactions(out));
  }

  PlumeReader(EventSink out, SessionTransactions transactions) {
    this.out = out;
    this.transactions = transactions;
  }

  /** Gives the sink all that was read. */
  void emit() throws IOException, HistoryFormatException {
    transactions.emit();
  }

  @Override
  public PlumeStretch newStretch() {
    return new PlumeStretch();
  }

  @Override
  public long parse(ByteInput stretch, PlumeStretch into) {
    return into.scan(stretch.array(), stretch.position(), stretch.end());
  }

  @Override
  public void take(PlumeStretch stretch, long linesBefore, double fractionRead)
      throws HistoryFormatException {
    transactions.read(fractionRead);
    for (int i = 0; i < stretch.transactions(); i++) {
      turnTo(linesBefore + stretch.line(i) + 1, stretch.session(i), stretch.number(i));
      stretch.giveTo(transactions, i);
    }
  }

  @Override
  public void readAsOne(ByteInput in) throws IOException, HistoryFormatException {
    while (in.peek() >= 0) {
      if (in.peek() == '\n' || in.peek() == '\r' || in.peek() == ' ') {
        in.next();
      } else {
        readOperation(in);
      }
    }
  }

  private void readOperation(ByteInput in) throws IOException, HistoryFormatException {
    long line = in.line();
    int kind = in.peek();
    if (kind != 'r' && kind != 'w') {
      throw in.expected("r(key,value,session,txn) or w(key,value,session,txn)");
    }
    in.next();
    pass(in, '(');
    long key = Integers.read(in, "an integer as the key");
    pass(in, ',');
    long value = Integers.read(in, "an integer as the value");
    pass(in, ',');
    int session = Integers.readProcess(in, "a session number, 0 or above");
    pass(in, ',');
    long transaction = Integers.read(in, "an integer as the transaction");
    pass(in, ')');
    turnTo(line, session, transaction);
    transactions.operation(kind == 'w', key, value);
  }

  private static void pass(ByteInput in, char expected) throws IOException, HistoryFormatException {
    if (in.peek() != expected) {
      throw in.expected("`" + expected + "`");
    }
    in.next();
  }

  /** What follows is of this transaction: the one before, or one that begins. */
  private void turnTo(long line, int session, long transaction) throws HistoryFormatException {
    if (session == lastSession && transaction == lastNumber) {
      return;
    }
    boolean isCommitted = transaction != UNCOMMITTED;
    Numbers seen = committed.computeIfAbsent(session, s -> new Numbers());
    if (isCommitted && !seen.add(transaction)) {
      throw out.error(
          line,
          1,
          "expected the operations of transaction "
              + transaction
              + " together, found more of them after those of another");
    }
    lastSession = session;
    lastNumber = transaction;
    transactions.begin(line, session, isCommitted);
  }

  /** A set of numbers that mostly ascend. */
  private static final class Numbers {
    private long[] ascending = new long[16];
    private int size;
    private final Set<Long> others = new HashSet<>();

    /** Whether the number is new. */
    boolean add(long number) {
      if (size > 0 && number <= ascending[size - 1]) {
        return Arrays.binarySearch(ascending, 0, size, number) < 0 && others.add(number);
      }
      if (size == ascending.length) {
        ascending = Arrays.copyOf(ascending, size * 2);
      }
      ascending[size++] = number;
      return true;
    }
  }
}
