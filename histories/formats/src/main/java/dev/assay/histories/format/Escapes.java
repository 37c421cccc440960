package dev.assay.histories.format;

import java.io.IOException;

/** Strings with escapes, as in EDN and JSON. */
final class Escapes {
  /** The two differ in what may stand in a string and after a backslash. */
  enum Dialect {
    EDN,
    JSON
  }

  private Escapes() {}

  /** Reads on from the first backslash in a string whose beginning is marked; passes its end. */
  static String finishString(ByteInput in, Dialect dialect)
      throws IOException, HistoryFormatException {
    StringBuilder out = new StringBuilder(in.takeToken());
    while (true) {
      if (out.length() > ByteInput.MAX_TOKEN_BYTES) {
        throw in.error(
            "expected a string of at most "
                + ByteInput.MAX_TOKEN_BYTES
                + " characters, found a longer one");
      }
      int b = in.peek();
      if (b == '"') {
        in.next();
        return out.toString();
      }
      if (b == '\\') {
        escape(in, dialect, out);
      } else {
        plain(in, dialect, out);
      }
    }
  }

  private static void plain(ByteInput in, Dialect dialect, StringBuilder out)
      throws IOException, HistoryFormatException {
    in.mark();
    int b = in.peek();
    while (b != '"' && b != '\\') {
      if (b < 0) {
        throw in.expected("`\"` at the end of a string");
      }
      if (b < ' ' && dialect == Dialect.JSON) {
        throw in.expected("no control character in a string");
      }
      in.next();
      b = in.peek();
    }
    out.append(in.takeToken());
  }

  private static void escape(ByteInput in, Dialect dialect, StringBuilder out)
      throws IOException, HistoryFormatException {
    in.next();
    int b = in.peek();
    switch (b) {
      case 'n' -> out.append('\n');
      case 't' -> out.append('\t');
      case 'r' -> out.append('\r');
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case '"', '\\' -> out.append((char) b);
      case 'u' -> {
        in.next();
        out.append(unicode(in));
        return;
      }
      default -> {
        if (b == '/' && dialect == Dialect.JSON) {
          out.append('/');
        } else if (b >= '0' && b <= '7' && dialect == Dialect.EDN) {
          octal(in, out);
          return;
        } else {
          throw in.expected("an escape such as n, t, \" or uXXXX after `\\`");
        }
      }
    }
    in.next();
  }

  private static char unicode(ByteInput in) throws IOException, HistoryFormatException {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(in.peek(), 16);
      if (digit < 0) {
        throw in.expected("four hexadecimal digits after `\\u`");
      }
      code = code * 16 + digit;
      in.next();
    }
    return (char) code;
  }

  /** Clojure reads one to three octal digits. */
  private static void octal(ByteInput in, StringBuilder out)
      throws IOException, HistoryFormatException {
    int code = 0;
    for (int i = 0; i < 3 && in.peek() >= '0' && in.peek() <= '7'; i++) {
      code = code * 8 + (in.next() - '0');
    }
    out.append((char) code);
  }

  /** The number that four hexadecimal digits stand for, or -1. */
  static int hex4(String text, int from) {
    int code = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      code = code * 16 + digit;
    }
    return code;
  }
}
