package dev.assay.histories.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A place among bytes, and the plain integers and words that stand there. */
class NumberScanner {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int DIGITS_MAX = 18;

  /** In each byte of a word: {@code '0'}. */
  private static final long ZEROS = 0x3030303030303030L;

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

  /** The eight bytes from a place on, the first the lowest. */
  static long word(byte[] array, int from) {
    return (long) WORD.get(array, from);
  }

  /** Passes digits that are an integer without a sign. */
  final boolean integer() {
    byte[] array = bytes;
    int begin = at;
    if (begin + Long.BYTES > limit) {
      return integer(begin, 0);
    }
    // A byte of a digit is now below 10: to add 6 leaves its upper half empty. A byte that is none
    // may carry into those behind it, which do not matter any more.
    long digits = word(array, begin) ^ ZEROS;
    long others = ((digits + 0x0606060606060606L) | digits) & 0xF0F0F0F0F0F0F0F0L;
    int count = Long.numberOfTrailingZeros(others) >>> 3;
    if (count == 0 || (count > 1 && array[begin] == '0')) {
      return false;
    }
    if (count == Long.BYTES) {
      return array[begin] != '0' && integer(begin + Long.BYTES, eight(digits));
    }
    at = begin + count;
    number = eight(digits << (Long.SIZE - Byte.SIZE * count));
    return true;
  }

  /** The number of eight digits, the first the lowest: pairs, then fours, then all, at once. */
  private static long eight(long digits) {
    long pairs = (digits * (10 << 8 | 1)) >>> 8 & 0x00FF00FF00FF00FFL;
    long fours = (pairs * (100 << 16 | 1)) >>> 16 & 0x0000FFFF0000FFFFL;
    return (fours * (10000L << 32 | 1)) >>> 32;
  }

  /** Passes the rest of an integer. */
  private boolean integer(int from, long before) {
    byte[] array = bytes;
    int begin = at;
    int end = Math.min(limit, begin + DIGITS_MAX);
    int i = from;
    long sum = before;
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
