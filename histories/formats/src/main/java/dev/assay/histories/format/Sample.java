package dev.assay.histories.format;

import java.nio.charset.StandardCharsets;

/**
 * The beginning of a source, unpacked, from which a format says whether it may be its own.
 *
 * @param name the file's name, without folders
 * @param head up to {@value #MAX_BYTES} bytes; all there are when the source is shorter
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; shared to be read only
public record Sample(String name, byte[] head) {
  public static final int MAX_BYTES = 16 * 1024;

  /** The position of the first byte that is neither white space nor in an EDN comment, or -1. */
  public int firstByte(int from) {
    boolean comment = false;
    for (int i = from; i < head.length; i++) {
      if (comment) {
        comment = head[i] != '\n';
      } else if (head[i] == ';') {
        comment = true;
      } else if (head[i] > ' ' && head[i] != ',') {
        return i;
      }
    }
    return -1;
  }

  /** The byte at a position, or -1 outside the sample. */
  public int at(int position) {
    return position >= 0 && position < head.length ? head[position] & 0xff : -1;
  }

  /** The position of the next line feed, or of the end. */
  public int lineEnd(int from) {
    int at = from;
    while (at < head.length && head[at] != '\n') {
      at++;
    }
    return at;
  }

  /** The sample as text, one char a byte. */
  public String text() {
    return new String(head, StandardCharsets.ISO_8859_1);
  }
}
