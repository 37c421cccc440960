package dev.assay.histories;

/**
 * A hash of integers from 0 to 2^31 - 2 that tells the integer, so that nothing else of it has to
 * be kept: each step of MurmurHash3's finaliser for 32 bits can be undone.
 */
final class SmallHash {
  private static final int FIRST = 0x85EBCA6B;
  private static final int SECOND = 0xC2B2AE35;

  /** What undoes the multiplications: their products with the above are 1 modulo 2^32. */
  private static final int FIRST_INVERSE = 0xA5CB9243;

  private static final int SECOND_INVERSE = 0x7ED1B41D;

  private SmallHash() {}

  /** The hash of an integer; none has that of nil, which is 0. */
  static int of(int number) {
    int h = number + 1;
    h = (h ^ (h >>> 16)) * FIRST;
    h = (h ^ (h >>> 13)) * SECOND;
    return h ^ (h >>> 16);
  }

  /** The integer that has this hash. */
  static int number(int hash) {
    int h = (hash ^ (hash >>> 16)) * SECOND_INVERSE;
    h = (h ^ (h >>> 13) ^ (h >>> 26)) * FIRST_INVERSE;
    return (h ^ (h >>> 16)) - 1;
  }
}
