package dev.assay.reports;

import dev.assay.histories.Tagged;
import dev.assay.histories.format.EdnValues;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value as EDN for people: bounded in depth and length, and with nothing invisible in it.
 *
 * <p>What is cut off is shown as {@code …}. What other programs should read is written by {@link
 * EdnValues} instead.
 */
final class EdnText {
  private static final int DEPTH_MAX = 32;

  private EdnText() {}

  /** The value as EDN, at most about {@code lengthMax} characters. */
  static String of(@Nullable Object value, int lengthMax) {
    StringBuilder out = new StringBuilder();
    write(value, out, lengthMax, 0);
    return visible(cut(out.toString(), lengthMax));
  }

  /** The text, shortened to {@code lengthMax} characters and {@code …} when it is longer. */
  static String cut(String text, int lengthMax) {
    if (text.length() <= lengthMax) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(lengthMax - 1));
    return text.substring(0, splitsPair ? lengthMax - 1 : lengthMax) + "…";
  }

  /** The text with characters that would hide or reorder what is shown replaced by their codes. */
  static String visible(String text) {
    if (text.chars().noneMatch(c -> isInvisible((char) c))) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isInvisible(c) && c != '\n' && c != '\t') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static void write(@Nullable Object value, StringBuilder out, int lengthMax, int depth) {
    if (out.length() > lengthMax) {
      return;
    }
    if (depth == DEPTH_MAX) {
      out.append('…');
      return;
    }
    switch (value) {
      case null -> out.append("nil");
      case String s -> out.append(EdnValues.toEdn(cut(s, lengthMax)));
      case Tagged t ->
          write(t.value(), out.append('#').append(t.tag()).append(' '), lengthMax, depth);
      case Map<?, ?> map -> writeMap(map, out, lengthMax, depth);
      case Set<?> set -> writeAll(set, "#{", "}", out, lengthMax, depth);
      case Collection<?> list -> writeAll(list, "[", "]", out, lengthMax, depth);
      default -> out.append(EdnValues.toEdn(value));
    }
  }

  private static void writeMap(Map<?, ?> map, StringBuilder out, int lengthMax, int depth) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> e : map.entrySet()) {
      write(e.getKey(), out.append(separator), lengthMax, depth + 1);
      write(e.getValue(), out.append(' '), lengthMax, depth + 1);
      separator = ", ";
      if (out.length() > lengthMax) {
        return;
      }
    }
    out.append('}');
  }

  private static void writeAll(
      Collection<?> items, String open, String close, StringBuilder out, int lengthMax, int depth) {
    out.append(open);
    String separator = "";
    for (Object item : items) {
      write(item, out.append(separator), lengthMax, depth + 1);
      separator = " ";
      if (out.length() > lengthMax) {
        return;
      }
    }
    out.append(close);
  }

  /** Controls, bidirectional overrides and line separators. */
  private static boolean isInvisible(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
