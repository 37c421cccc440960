package dev.assay.histories;

import java.util.Arrays;

/**
 * How long a full column becomes: as long as it has to be in the end, where it is known how much of
 * the source has been read, so that nothing is copied twice and little is left over.
 */
final class Growth {
  private static final int LENGTH_MAX = Integer.MAX_VALUE - 8;

  /** A smaller part of the source says little about the whole. */
  private static final double FRACTION_MIN = 1.0 / 256;

  /**
   * What fills fast at first need not go on so: after a hundredth of a source most of its keys may
   * have been seen, and to reserve a hundred times as many would cost more than to copy them again.
   */
  private static final double FACTOR_MAX = 8;

  private double fraction;

  /** Says how much of the source has been read; 0 when nobody knows. */
  void read(double ofSource) {
    fraction = ofSource;
  }

  /** The next length of a column that holds so many. */
  int longer(int size) {
    double wanted =
        fraction < FRACTION_MIN
            ? size * 1.5
            : Math.max(size * 1.06, Math.min(size * FACTOR_MAX, size / fraction * 1.08));
    return (int) Math.min(LENGTH_MAX, wanted + 16);
  }

  /** The first so many numbers, in the same array where little is left over. */
  static int[] trimmed(int[] column, int size) {
    return isLoose(column.length, size) ? Arrays.copyOf(column, size) : column;
  }

  /** The same of long ones. */
  static long[] trimmed(long[] column, int size) {
    return isLoose(column.length, size) ? Arrays.copyOf(column, size) : column;
  }

  /** Whether enough is left over to give it back. */
  static boolean isLoose(int length, int size) {
    return length - size > size / 8;
  }
}
