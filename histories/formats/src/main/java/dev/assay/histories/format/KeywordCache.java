package dev.assay.histories.format;

import dev.assay.histories.Keyword;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds the keyword for its bytes without making a string: a history has few, many times. */
final class KeywordCache {
  private static final int SLOTS = 1024;

  private final @Nullable Entry[] entries = new @Nullable Entry[SLOTS];

  private static final class Entry {
    final byte[] name;
    final Keyword keyword;

    Entry(byte[] name, Keyword keyword) {
      this.name = name;
      this.keyword = keyword;
    }
  }

  /** Ends the token, whose hash was computed on the way, and returns it as a keyword. */
  Keyword take(ByteInput in, int hash) throws HistoryFormatException {
    int slot = (hash ^ (hash >>> 10)) & (SLOTS - 1);
    Entry known = entries[slot];
    if (known != null && isToken(in, known.name)) {
      in.dropToken();
      return known.keyword;
    }
    byte[] bytes = new byte[in.tokenLength()];
    System.arraycopy(in.array(), in.tokenStart(), bytes, 0, bytes.length);
    Keyword keyword = new Keyword(in.takeToken());
    entries[slot] = new Entry(bytes, keyword);
    return keyword;
  }

  private static boolean isToken(ByteInput in, byte[] name) {
    int start = in.tokenStart();
    return Arrays.equals(in.array(), start, start + in.tokenLength(), name, 0, name.length);
  }
}
