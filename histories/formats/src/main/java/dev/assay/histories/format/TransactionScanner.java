package dev.assay.histories.format;

import dev.assay.histories.MicroOps;
import dev.assay.histories.TransactionBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads transactions in their commonest spelling, {@code [[:r 8 [1 2]] [:append 8 3] [:r 9 nil]]}
 * with single spaces and integers of up to 18 digits, straight from the bytes.
 *
 * <p>Anything else it leaves to {@link EdnTransactions}, which knows the whole grammar: what is
 * read here is read there in the same way, ten times slower.
 */
final class TransactionScanner extends NumberScanner {
  private static final long READ = word(":r ");
  private static final long WRITE = word(":w ");
  private static final long APPEND = word(":append ");

  private final TransactionBuilder builder;
  private int[] nilAt = new int[16];
  private int nils;
  private boolean readsNilOnly;

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
    nils = 0;
    readsNilOnly = true;
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

  /** Whether all that was to be read was nil, as in invocations. */
  boolean readsNilOnly() {
    return readsNilOnly;
  }

  /** How many reads had nil for a value. */
  int nils() {
    return nils;
  }

  /** Copies where the nils of reads stand. */
  void copyNils(int[] target, int targetFrom) {
    System.arraycopy(nilAt, 0, target, targetFrom, nils);
  }

  /** Reads {@code [:r 8 nil]} and the like, as long as they are. */
  private boolean microOp() {
    // The longest that is looked at without a test for the end is "[:append ".
    if (at + 9 > limit || bytes[at] != '[') {
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
    if (bytes[at] == 'n') {
      return nil(kind) && isClosed();
    }
    readsNilOnly &= kind != MicroOps.READ;
    if (bytes[at] == '[') {
      at++;
      return list() && isClosed();
    }
    if (!integer()) {
      return false;
    }
    builder.value(number);
    return isClosed();
  }

  private boolean nil(int kind) {
    if (bytes[at + 1] != 'i' || bytes[at + 2] != 'l') {
      return false;
    }
    builder.value(null);
    if (kind == MicroOps.READ) {
      nilAt = nils == nilAt.length ? Arrays.copyOf(nilAt, 2 * nils) : nilAt;
      nilAt[nils++] = at;
    }
    at += 3;
    return true;
  }

  /** Passes the name and the space behind it. */
  private int kind() {
    long word = word(bytes, at + 1);
    long three = word & 0xFFFFFF;
    if (three == READ) {
      at += 4;
      return MicroOps.READ;
    }
    if (three == WRITE) {
      at += 4;
      return MicroOps.WRITE;
    }
    if (word == APPEND) {
      at += 9;
      return MicroOps.APPEND;
    }
    return -1;
  }

  private static long word(String name) {
    return word(Arrays.copyOf(name.getBytes(StandardCharsets.ISO_8859_1), Long.BYTES), 0);
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
