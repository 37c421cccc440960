package dev.assay.histories.format;

/**
 * Reads {@code [8 3]} and {@code [8 nil]}, which are a key and a value more often than not,
 * straight from the bytes, when they are spelled with a single space and integers of up to 18
 * digits.
 */
final class PairScanner extends NumberScanner {
  private long first;
  private boolean isNil;

  /**
   * Reads a pair.
   *
   * @param from where the bracket stands
   * @param to behind the last byte that may be looked at
   * @return behind its last bracket; or -1 when there is something else
   */
  int scan(byte[] source, int from, int to) {
    begin(source, from + 1, to);
    if (!integer() || at + 4 > limit || bytes[at] != ' ') {
      return -1;
    }
    first = number;
    at++;
    isNil = bytes[at] == 'n' && bytes[at + 1] == 'i' && bytes[at + 2] == 'l';
    if (isNil) {
      at += 3;
    } else if (!integer()) {
      return -1;
    }
    return at < limit && bytes[at] == ']' ? at + 1 : -1;
  }

  long first() {
    return first;
  }

  /** The second of the two; without meaning when that is {@link #isNil}. */
  long second() {
    return number;
  }

  boolean isNil() {
    return isNil;
  }
}
