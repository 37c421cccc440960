package dev.assay.runtime.http;

import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One JSON object, written field by field. */
public final class Json {
  private final StringBuilder text = new StringBuilder("{");

  public Json put(String name, boolean value) {
    return raw(name, Boolean.toString(value));
  }

  public Json put(String name, long value) {
    return raw(name, Long.toString(value));
  }

  public Json put(String name, @Nullable String value) {
    return raw(name, quote(value));
  }

  public Json put(String name, Collection<String> values) {
    return raw(name, values.stream().map(Json::quote).collect(Collectors.joining(",", "[", "]")));
  }

  /** A field whose value is a list of objects. */
  public Json putObjects(String name, Collection<Json> values) {
    return raw(
        name, values.stream().map(Json::toString).collect(Collectors.joining(",", "[", "]")));
  }

  /** A field whose value is an object. */
  public Json put(String name, Json value) {
    return raw(name, value.toString());
  }

  /** A field whose value is JSON already. */
  public Json raw(String name, String json) {
    text.append(text.length() > 1 ? "," : "").append(quote(name)).append(':').append(json);
    return this;
  }

  private static String quote(@Nullable String value) {
    if (value == null) {
      return "null";
    }
    StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' '
          || Character.isSurrogate(c)
          || c == '\u2028'
          || c == '\u2029'
          || c == 0x7f) {
        quoted.append("\\u").append(String.format("%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    return text + "}";
  }
}
