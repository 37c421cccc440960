package dev.assay.checkers.text;

import dev.assay.histories.Keyword;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values as EDN in one line, cut where they are long; control characters are escaped. */
final class ValueText {
  private static final int LENGTH_MAX = 120;
  private static final int DEPTH_MAX = 8;

  private ValueText() {}

  static String of(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    append(value, out, 0);
    return out.length() <= LENGTH_MAX ? out.toString() : out.substring(0, LENGTH_MAX) + "…";
  }

  private static void append(@Nullable Object value, StringBuilder out, int depth) {
    if (out.length() > LENGTH_MAX) {
      return;
    }
    if (depth > DEPTH_MAX) {
      out.append('…');
      return;
    }
    switch (value) {
      case null -> out.append("nil");
      case String text -> quote(text, out);
      case Keyword keyword -> plain(keyword.toString(), out);
      case List<?> list -> all(list, "[", "]", out, depth);
      case Set<?> set -> all(set, "#{", "}", out, depth);
      case Map<?, ?> map -> {
        out.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.append(separator);
          append(entry.getKey(), out, depth + 1);
          out.append(' ');
          append(entry.getValue(), out, depth + 1);
          separator = ", ";
        }
        out.append('}');
      }
      default -> plain(value.toString(), out);
    }
  }

  private static void all(
      Collection<?> values, String open, String close, StringBuilder out, int depth) {
    out.append(open);
    String separator = "";
    for (Object value : values) {
      out.append(separator);
      append(value, out, depth + 1);
      separator = " ";
      if (out.length() > LENGTH_MAX) {
        return;
      }
    }
    out.append(close);
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    plain(text.replace("\\", "\\\\").replace("\"", "\\\""), out);
    out.append('"');
  }

  /** No control character reaches a terminal. */
  private static void plain(String text, StringBuilder out) {
    for (int i = 0; i < text.length() && out.length() <= LENGTH_MAX; i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
  }
}
