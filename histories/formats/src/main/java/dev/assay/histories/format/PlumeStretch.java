package dev.assay.histories.format;

import java.util.Arrays;

/**
 * The operations of a stretch of {@link PlumeFormat} in columns, and where transactions begin. Only
 * what stands as every tool writes it is understood. 17 bytes an operation. Used again and again.
 */
final class PlumeStretch extends NumberScanner {
  private long lines;

  /** One element an operation. */
  private boolean[] isWrite = new boolean[1 << 12];

  private long[] keys = new long[1 << 12];
  private long[] values = new long[1 << 12];
  private int operations;

  // One element a transaction, or the rest of one that began before the stretch.
  private int[] starts = new int[1 << 9];
  private int[] sessions = new int[1 << 9];
  private long[] numbers = new long[1 << 9];
  private int[] lineOf = new int[1 << 9];
  private int transactions;

  /**
   * Reads a stretch.
   *
   * @return how many lines it ended, or -1 where something was not understood
   */
  long scan(byte[] source, int from, int to) {
    begin(source, from, to);
    lines = 0;
    operations = 0;
    transactions = 0;
    while (at < limit) {
      int b = bytes[at];
      if (b == '\n' || b == '\r' || b == ' ') {
        lines += b == '\n' ? 1 : 0;
        at++;
      } else if (!operation(b)) {
        return -1;
      }
    }
    return lines;
  }

  private boolean operation(int kind) {
    if ((kind != 'r' && kind != 'w') || at + 1 >= limit || bytes[at + 1] != '(') {
      return false;
    }
    at += 2;
    if (!signed(',')) {
      return false;
    }
    long key = number;
    if (!signed(',')) {
      return false;
    }
    long value = number;
    if (!integer() || bytes[at++] != ',' || number > Integer.MAX_VALUE) {
      return false;
    }
    int session = (int) number;
    if (!signed(')')) {
      return false;
    }
    add(kind == 'w', key, value, session, number);
    return true;
  }

  /** Passes an integer, with or without a minus, and what ends it. */
  private boolean signed(int end) {
    boolean isNegative = at < limit && bytes[at] == '-';
    at += isNegative ? 1 : 0;
    if (!integer()) {
      return false;
    }
    number = isNegative ? -number : number;
    return bytes[at++] == end;
  }

  private void add(boolean write, long key, long value, int session, long transaction) {
    int last = transactions - 1;
    if (last < 0 || numbers[last] != transaction || sessions[last] != session) {
      begin(session, transaction);
    }
    if (operations == keys.length) {
      isWrite = Arrays.copyOf(isWrite, operations * 2);
      keys = Arrays.copyOf(keys, operations * 2);
      values = Arrays.copyOf(values, operations * 2);
    }
    isWrite[operations] = write;
    keys[operations] = key;
    values[operations++] = value;
  }

  private void begin(int session, long transaction) {
    if (transactions == starts.length) {
      int length = transactions * 2;
      starts = Arrays.copyOf(starts, length);
      sessions = Arrays.copyOf(sessions, length);
      numbers = Arrays.copyOf(numbers, length);
      lineOf = Arrays.copyOf(lineOf, length);
    }
    starts[transactions] = operations;
    sessions[transactions] = session;
    numbers[transactions] = transaction;
    lineOf[transactions++] = (int) lines;
  }

  int transactions() {
    return transactions;
  }

  int session(int transaction) {
    return sessions[transaction];
  }

  /** The number that the source gives a transaction. */
  long number(int transaction) {
    return numbers[transaction];
  }

  /** How many lines end before a transaction begins. */
  int line(int transaction) {
    return lineOf[transaction];
  }

  /** Gives the operations of a transaction to one that has begun. */
  void giveTo(SessionTransactions all, int transaction) {
    int from = starts[transaction];
    int to = transaction + 1 < transactions ? starts[transaction + 1] : operations;
    all.operations(isWrite, keys, values, from, to);
  }
}
