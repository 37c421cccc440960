package dev.assay.reports;

import dev.assay.histories.Keyword;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plain data as EDN text: how the report shows a value, and what a person copies from it.
 *
 * <p>Depth and length are bounded, since values come from histories that anybody may have written;
 * what is cut off is shown as {@code …}.
 */
final class EdnText {
  private static final int DEPTH_MAX = 32;

  private EdnText() {}

  /** The value as EDN, at most about {@code lengthMax} characters. */
  static String of(@Nullable Object value, int lengthMax) {
    StringBuilder out = new StringBuilder();
    write(value, out, lengthMax, 0);
    if (out.length() <= lengthMax) {
      return out.toString();
    }
    boolean splitsPair = Character.isHighSurrogate(out.charAt(lengthMax - 1));
    out.setLength(splitsPair ? lengthMax - 1 : lengthMax);
    return out.append('…').toString();
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
      case String s -> quote(s, out, lengthMax);
      case Keyword k -> out.append(k);
      case Map<?, ?> map -> {
        String separator = "{";
        for (Map.Entry<?, ?> e : map.entrySet()) {
          write(e.getKey(), out.append(separator), lengthMax, depth + 1);
          write(e.getValue(), out.append(' '), lengthMax, depth + 1);
          separator = ", ";
          if (out.length() > lengthMax) {
            return;
          }
        }
        out.append(map.isEmpty() ? "{}" : "}");
      }
      case Set<?> set -> writeAll(set, "#{", "}", out, lengthMax, depth);
      case Collection<?> list -> writeAll(list, "[", "]", out, lengthMax, depth);
      default -> out.append(value);
    }
  }

  private static void writeAll(
      Collection<?> items, String open, String close, StringBuilder out, int lengthMax, int depth) {
    out.append(open);
    boolean first = true;
    for (Object item : items) {
      write(item, first ? out : out.append(' '), lengthMax, depth + 1);
      first = false;
      if (out.length() > lengthMax) {
        return;
      }
    }
    out.append(close);
  }

  private static void quote(String s, StringBuilder out, int lengthMax) {
    out.append('"');
    for (int i = 0; i < s.length() && out.length() <= lengthMax; i++) {
      char c = s.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || isInvisible(c)) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** Controls, bidirectional overrides and line separators: they would disguise what is shown. */
  static boolean isInvisible(char c) {
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
