package dev.assay.histories.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What is looked for among bytes, eight of them at once. */
final class Word {
  final int length;
  private final byte[] spelled;
  private final long firstEight;
  private final long mask;

  /**
   * Makes one.
   *
   * @param text of ASCII, not empty
   */
  Word(String text) {
    spelled = text.getBytes(StandardCharsets.US_ASCII);
    length = spelled.length;
    firstEight = NumberScanner.word(Arrays.copyOf(spelled, Math.max(length, Long.BYTES)), 0);
    mask = length >= Long.BYTES ? -1 : -1L >>> (Long.SIZE - Byte.SIZE * length);
  }

  /** Whether it stands at a place from which on there are at least as many bytes. */
  boolean isAt(byte[] bytes, int from) {
    if (from + Long.BYTES > bytes.length) {
      return Arrays.equals(bytes, from, from + length, spelled, 0, length);
    }
    if ((NumberScanner.word(bytes, from) & mask) != firstEight) {
      return false;
    }
    return length <= Long.BYTES || Arrays.equals(bytes, from, from + length, spelled, 0, length);
  }
}
