package dev.assay.histories.format;

import java.io.IOException;

/**
 * dbcop's {@code history.bincode}: little-endian, every list after its length in eight bytes.
 *
 * <p>Five numbers (id, nodes, variables, transactions, events), three strings (information, begin,
 * end), then sessions of transactions of events {@code (write, variable, value, success)}, each
 * transaction followed by whether it committed. Events without success did not take place.
 */
public final class DbcopFormat implements HistoryFormat {
  private static final int HEADER_NUMBERS = 5;
  private static final int HEADER_STRINGS = 3;
  private static final int MAX_HEADER_STRING = 4096;

  @Override
  public String name() {
    return "dbcop";
  }

  @Override
  public String description() {
    return "dbcop's history.bincode: sessions of transactions of reads and writes, binary";
  }

  /** Small numbers and a short text of printable characters, where they should be. */
  @Override
  public Match detect(Sample sample) {
    int at = 0;
    for (int i = 0; i < HEADER_NUMBERS; i++, at += 8) {
      if (number(sample, at) < 0) {
        return Match.NO;
      }
    }
    for (int i = 0; i < HEADER_STRINGS; i++) {
      long length = number(sample, at);
      at += 8;
      if (length < 0 || length > MAX_HEADER_STRING) {
        return Match.NO;
      }
      for (long end = at + length; at < end; at++) {
        if (sample.at(at) < ' ') {
          return Match.NO;
        }
      }
    }
    return Match.SPECIAL;
  }

  /** The number below 2^31 at a position, or -1. */
  private static long number(Sample sample, int at) {
    long sum = 0;
    for (int i = 7; i >= 0; i--) {
      int b = sample.at(at + i);
      if (b < 0 || sum > Integer.MAX_VALUE >> 8) {
        return -1;
      }
      sum = sum << 8 | b;
    }
    return sum;
  }

  @Override
  public void read(ByteInput in, EventSink out) throws IOException, HistoryFormatException {
    for (int i = 0; i < HEADER_NUMBERS; i++) {
      number(in, "a number of the header");
    }
    for (int i = 0; i < HEADER_STRINGS; i++) {
      long length = count(in, "the length of a text in the header");
      for (long j = 0; j < length; j++) {
        oneByte(in, "a text in the header");
      }
    }
    SessionTransactions transactions = new SessionTransactions(out);
    long sessions = count(in, "the number of sessions");
    for (int session = 0; session < sessions; session++) {
      long n = count(in, "the number of transactions");
      for (long i = 0; i < n; i++) {
        transaction(in, session, transactions);
      }
    }
    if (in.peek() >= 0) {
      throw at(in, "the end of the input after the last session, found more");
    }
    transactions.emit();
  }

  private static void transaction(ByteInput in, int session, SessionTransactions transactions)
      throws IOException, HistoryFormatException {
    transactions.begin(1, session, true);
    long events = count(in, "the number of events");
    for (long i = 0; i < events; i++) {
      boolean write = flag(in);
      long variable = number(in, "a variable");
      long value = number(in, "a value");
      if (flag(in)) {
        transactions.operation(write, variable, value);
      }
    }
    if (!flag(in)) {
      transactions.abort();
    }
  }

  private static long count(ByteInput in, String what) throws IOException, HistoryFormatException {
    long count = number(in, what);
    if (count < 0 || count > Integer.MAX_VALUE) {
      throw at(in, what + ", below 2^31, found " + Long.toUnsignedString(count) + " before this");
    }
    return count;
  }

  private static long number(ByteInput in, String what) throws IOException, HistoryFormatException {
    long sum = 0;
    for (int shift = 0; shift < 64; shift += 8) {
      sum |= (long) oneByte(in, what) << shift;
    }
    return sum;
  }

  private static boolean flag(ByteInput in) throws IOException, HistoryFormatException {
    int b = oneByte(in, "true or false");
    if (b > 1) {
      throw at(in, "true or false (1 or 0), found " + b + " before this");
    }
    return b == 1;
  }

  private static int oneByte(ByteInput in, String what) throws IOException, HistoryFormatException {
    int b = in.next();
    if (b < 0) {
      throw at(in, what + ", found the end of the input");
    }
    return b;
  }

  /** A binary file has no lines: the place is an offset. */
  private static HistoryFormatException at(ByteInput in, String expected) {
    return new HistoryFormatException(
        in.source(), "at byte " + in.offset() + ": expected " + expected);
  }
}
