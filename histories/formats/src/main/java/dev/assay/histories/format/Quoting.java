package dev.assay.histories.format;

/** Shows pieces of untrusted input in messages: short, on one line, without control characters. */
final class Quoting {
  private static final int MAX_CHARS = 60;

  private Quoting() {}

  static String quote(byte[] bytes, int from, int length) {
    StringBuilder out = new StringBuilder(length + 2).append('`');
    for (int i = from; i < from + length; i++) {
      int b = bytes[i] & 0xff;
      if (b >= ' ' && b < 0x7f) {
        out.append((char) b);
      } else {
        out.append(String.format("\\x%02x", b));
      }
    }
    return out.append('`').toString();
  }

  static String quote(String text) {
    StringBuilder out = new StringBuilder().append('`');
    int shown = Math.min(text.length(), MAX_CHARS);
    for (int i = 0; i < shown; i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || Character.isSurrogate(c) || c == '\u2028' || c == '\u202e') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append(shown < text.length() ? "…`" : "`").toString();
  }
}
