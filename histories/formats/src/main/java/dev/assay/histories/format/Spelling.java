package dev.assay.histories.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A word of up to 8 bytes that is looked for among bytes, all of it at once.
 *
 * @param word its bytes, the first lowest
 * @param mask ones where the word has bytes
 * @param length how many they are
 */
record Spelling(long word, long mask, int length) {
  private static final int BYTES = Long.BYTES;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The spelling of a text of ASCII. */
  static Spelling of(String text) {
    if (text.isEmpty() || text.length() > BYTES) {
      throw new IllegalArgumentException("expected 1 to 8 characters, found " + text);
    }
    long word = 0;
    for (int i = 0; i < text.length(); i++) {
      word |= (long) text.charAt(i) << (i * BYTES);
    }
    return new Spelling(word, -1L >>> (Long.SIZE - text.length() * BYTES), text.length());
  }

  /**
   * Whether it stands at a place. False, too, where the array ends less than 8 bytes behind.
   *
   * @param limit behind the last byte that may be looked at
   */
  boolean standsAt(byte[] bytes, int at, int limit) {
    return at + length <= limit
        && at + BYTES <= bytes.length
        && ((long) LONGS.get(bytes, at) & mask) == word;
  }
}
