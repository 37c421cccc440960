package dev.assay.histories.format;

import dev.assay.histories.MicroOps;
import dev.assay.histories.TransactionBuilder;

/**
 * Reads transactions in their commonest spelling, {@code [[:r 8 [1 2]] [:append 8 3] [:r 9 nil]]}
 * with single spaces and integers of up to 18 digits, straight from the bytes.
 *
 * <p>Anything else it leaves to {@link EdnTransactions}, which knows the whole grammar: what is
 * read here is read there in the same way, ten times slower.
 */
final class TransactionScanner extends NumberScanner {
  private final TransactionBuilder builder;

  TransactionScanner(TransactionBuilder builder) {
    this.builder = builder;
  }

  /**
   * Reads a transaction that begins with {@code [[}; its micro-operations are added to what the
   * builder has begun.
   *
   * @param from where the first bracket stands
   * @param to behind the last byte that may be looked at
   * @return behind its last bracket; or -1 when it is spelled otherwise, and the builder is to
   *     begin again
   */
  int scan(byte[] source, int from, int to) {
    begin(source, from + 1, to);
    while (microOp()) {
      if (at >= limit) {
        return -1;
      }
      int b = bytes[at++];
      if (b == ']') {
        return at;
      }
      if (b != ' ') {
        return -1;
      }
    }
    return -1;
  }

  /** Reads {@code [:r 8 nil]} and the like, as long as they are. */
  private boolean microOp() {
    // The longest that is looked at without a test for the end is "[:append ".
    if (at + 9 > limit || bytes[at] != '[' || bytes[at + 1] != ':') {
      return false;
    }
    int kind = kind();
    if (kind < 0 || !integer() || at >= limit || bytes[at] != ' ') {
      return false;
    }
    builder.microOp(kind, number);
    at++;
    if (at + 4 > limit) {
      return false;
    }
    if (bytes[at] == '[') {
      at++;
      return list() && isClosed();
    }
    if (bytes[at] == 'n') {
      if (bytes[at + 1] != 'i' || bytes[at + 2] != 'l') {
        return false;
      }
      builder.value(null);
      at += 3;
      return isClosed();
    }
    if (!integer()) {
      return false;
    }
    builder.value(number);
    return isClosed();
  }

  /** Passes the name and the space behind it. */
  private int kind() {
    int b = bytes[at + 2];
    if (b == 'r' && bytes[at + 3] == ' ') {
      at += 4;
      return MicroOps.READ;
    }
    if (b == 'w' && bytes[at + 3] == ' ') {
      at += 4;
      return MicroOps.WRITE;
    }
    if (b == 'a'
        && bytes[at + 3] == 'p'
        && bytes[at + 4] == 'p'
        && bytes[at + 5] == 'e'
        && bytes[at + 6] == 'n'
        && bytes[at + 7] == 'd'
        && bytes[at + 8] == ' ') {
      at += 9;
      return MicroOps.APPEND;
    }
    return -1;
  }

  /** Reads elements and passes the bracket behind them. */
  private boolean list() {
    builder.list();
    if (bytes[at] == ']') {
      at++;
      return true;
    }
    while (integer()) {
      builder.element(number);
      if (at >= limit) {
        return false;
      }
      int b = bytes[at++];
      if (b == ']') {
        return true;
      }
      if (b != ' ') {
        return false;
      }
    }
    return false;
  }

  private boolean isClosed() {
    return at < limit && bytes[at++] == ']';
  }
}
