package dev.assay.histories.format;

/** A place among bytes, and the plain integers that stand there. */
class NumberScanner {
  private static final int DIGITS_MAX = 18;

  byte[] bytes = new byte[0];
  int limit;
  int at;
  long number;

  /** Goes to a place; nothing from {@code to} on may be looked at. */
  final void begin(byte[] source, int from, int to) {
    bytes = source;
    at = from;
    limit = to;
  }

  /** Passes digits that are an integer without a sign. */
  final boolean integer() {
    byte[] array = bytes;
    int begin = at;
    int end = Math.min(limit, begin + DIGITS_MAX);
    int i = begin;
    long sum = 0;
    while (i < end) {
      int digit = array[i] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      sum = sum * 10 + digit;
      i++;
    }
    at = i;
    number = sum;
    return i > begin && i < end && (array[begin] != '0' || i == begin + 1);
  }
}
