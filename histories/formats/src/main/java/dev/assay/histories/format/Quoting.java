package dev.assay.histories.format;

/** Shows pieces of untrusted input in messages: short, on one line, without control characters. */
final class Quoting {
  private static final int MAX_CHARS = 60;
  private static final int LINE_CHARS_MAX = 800;

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
    return append(text, MAX_CHARS, out).append('`').toString();
  }

  /** A whole complaint, which may hold pieces of input that nobody quoted. */
  static String line(String text) {
    return append(text, LINE_CHARS_MAX, new StringBuilder()).toString();
  }

  /** Appends so many characters, of which escapes may make twice as many. */
  private static StringBuilder append(String text, int charsMax, StringBuilder out) {
    int shown = 0;
    for (; shown < Math.min(text.length(), charsMax) && out.length() < 2 * charsMax; shown++) {
      char c = text.charAt(shown);
      if (Character.isISOControl(c) || Character.isSurrogate(c) || c == '\u2028' || c == '\u202e') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return shown < text.length() ? out.append('…') : out;
  }
}
